package dev.largo.bench;

import java.io.IOException;
import java.util.List;

/** A way from image files to samples that takes part in a comparison. */
public interface ImageContender {
  /** Its name in a table. */
  String title();

  /**
   * Makes a sample of each file, on the calling thread alone.
   *
   * @param round from 0; what is random about a sample is drawn anew each round
   */
  void pass(List<byte[]> files, int round) throws IOException;
}

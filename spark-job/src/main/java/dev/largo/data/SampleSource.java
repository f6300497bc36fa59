package dev.largo.data;

import java.io.IOException;
import java.util.List;

/**
 * The labelled images of one split, numbered from 0, all of one shape.
 *
 * <p>The numbering depends on the data alone, so that every worker that opens the same set means
 * the same image by the same index. Implementations are safe for reads from several threads.
 */
public interface SampleSource {
  /** Number of samples, at least 1. */
  int size();

  /** Shape of every image. */
  ImageShape shape();

  /** Names of the classes by label; the same list for both splits of a set. */
  List<String> classNames();

  /** Class of a sample, in [0, {@code classNames().size()}). */
  int label(int index);

  /** The sample's name, for messages and lists: of a file, or of a record in one. */
  default String name(int index) {
    return "sample " + index;
  }

  /**
   * Reads the pixels of a sample as they are, or as the set's own scaling has them.
   *
   * @param pixels filled with unsigned bytes, channels x height x width; its length is {@code
   *     shape().values()}
   * @return the label of what was read: {@link #label}, but where another sample took its place
   * @throws DataException naming the file, when it cannot be read as an image of this shape
   */
  int read(int index, byte[] pixels) throws IOException;

  /**
   * Reads a part of a sample, scaled to the shape.
   *
   * @param framing gives the same answer to the same size however often it is asked
   * @param pixels filled as by the other {@code read}
   * @return as by the other {@code read}
   */
  int read(int index, Framing framing, byte[] pixels) throws IOException;

  /**
   * Lengths of the runs of samples that lie in one file each, in their order: reading such a run in
   * turn costs least.
   */
  default int[] runs() {
    return new int[] {size()};
  }

  /**
   * This source, with the files of some samples read together where that is faster than one by one:
   * for reads by {@link #read(int, Framing, byte[])} that follow at once.
   */
  default SampleSource ahead(int[] indices) throws IOException {
    return this;
  }

  /** SHA-256, in lower-case hex, over what identifies the set; the same wherever it lies. */
  String fingerprint();
}

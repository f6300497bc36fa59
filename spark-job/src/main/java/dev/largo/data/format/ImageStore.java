package dev.largo.data.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Encoded images by number: where a format keeps their bytes. Safe for reads from several threads.
 */
public interface ImageStore {
  /** Number of images, at least 1. */
  int size();

  /** Name of the file, or of the record in one, for messages. */
  String name(int index);

  /**
   * Length in bytes; where a format lists no lengths, the average of the images stored together.
   */
  long length(int index);

  /** Class of an image. */
  int label(int index);

  /**
   * The whole file as it is stored; not to be written to.
   *
   * @throws dev.largo.data.DataException if it is not there any more, or not as it was listed
   */
  byte[] bytes(int index) throws IOException;

  /**
   * Several images at once, in the order of their numbers here. Where images lie in one file, those
   * near each other are read together.
   *
   * @throws dev.largo.data.DataException as for one of them
   */
  default List<byte[]> bytes(int[] indices) throws IOException {
    List<byte[]> images = new ArrayList<>(indices.length);
    for (int index : indices) {
      images.add(bytes(index));
    }
    return images;
  }

  /** Lengths of the runs of images that lie in one file each. */
  default int[] runs() {
    return new int[] {size()};
  }

  /** Whether several images are read faster at once, where they lie near each other. */
  default boolean readsTogether() {
    return false;
  }

  /** SHA-256, in lower-case hex, over what identifies the set; the same wherever it lies. */
  String fingerprint();
}

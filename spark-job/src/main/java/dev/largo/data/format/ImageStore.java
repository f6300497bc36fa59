package dev.largo.data.format;

import java.io.IOException;

/**
 * Encoded images by number: where a format keeps their bytes. Safe for reads from several threads.
 */
interface ImageStore {
  /** Number of images, at least 1. */
  int size();

  /** Name of the file, or of the record in one, for messages. */
  String name(int index);

  /** Length in bytes. */
  long length(int index);

  /** Class of an image. */
  int label(int index);

  /**
   * The whole file as it is stored.
   *
   * @throws dev.largo.data.DataException if it is not there any more, or not as it was listed
   */
  byte[] bytes(int index) throws IOException;

  /** SHA-256, in lower-case hex, over what identifies the set; the same wherever it lies. */
  String fingerprint();
}

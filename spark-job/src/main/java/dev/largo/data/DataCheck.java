package dev.largo.data;

import java.io.IOException;

/** Finds out before a run whether all of a set can be read. */
public final class DataCheck {
  private static final int CHUNK = 64;

  private DataCheck() {}

  /**
   * Reads every sample once, on all cores.
   *
   * @throws DataException naming the first file that cannot be decoded
   */
  public static void readAll(SampleSource source) throws IOException {
    Parallel.forChunks(
        source.size(),
        CHUNK,
        Parallel.processors(),
        (from, to) -> {
          byte[] pixels = new byte[source.shape().values()];
          for (int i = from; i < to; i++) {
            source.read(i, pixels);
          }
        });
  }
}

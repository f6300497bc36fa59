package dev.largo.data;

import java.io.IOException;

/** Finds out before a run whether all of a set can be read. */
public final class DataCheck {
  private static final int CHUNK = 64;

  /** What a machine decodes in a minute or so. */
  private static final int MOST = 20_000;

  private DataCheck() {}

  /**
   * Reads every sample once, of a large set some that are evenly spread, on all cores.
   *
   * @throws DataException naming the first file that cannot be decoded
   */
  public static void readAll(SampleSource source) throws IOException {
    if (source instanceof FeatureSource) {
      return; // Nothing is decoded.
    }
    int count = Math.min(source.size(), MOST);
    Parallel.forChunks(
        count,
        CHUNK,
        Parallel.processors(),
        (from, to) -> {
          byte[] pixels = new byte[source.shape().values()];
          for (int i = from; i < to; i++) {
            int unused = source.read((int) ((long) i * source.size() / count), pixels);
          }
        });
  }
}

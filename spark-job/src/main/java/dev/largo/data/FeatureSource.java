package dev.largo.data;

import java.io.IOException;

/** A source of numbers that the network takes as they are: no pixels, nothing to scale. */
public interface FeatureSource extends SampleSource {
  /**
   * Reads a sample.
   *
   * @param features gets {@code shape().values()} numbers, channels x height x width
   * @param offset where the first of them goes
   * @return the label
   */
  int read(int index, float[] features, int offset) throws IOException;

  @Override
  default int read(int index, byte[] pixels) throws DataException {
    throw noPixels();
  }

  @Override
  default int read(int index, Framing framing, byte[] pixels) throws DataException {
    throw noPixels();
  }

  private DataException noPixels() {
    return new DataException(
        "data.format", "float-records hold numbers, not pixels", "only training takes them");
  }
}

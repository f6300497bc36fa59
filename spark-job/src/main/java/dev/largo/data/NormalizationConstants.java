package dev.largo.data;

import dev.largo.config.DataConfig;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Where a run's {@link Normalization} comes from: the configuration, or the training set. */
public final class NormalizationConstants {
  private static final int CHUNK = 256;

  /** Enough for four digits; a set of that many small pictures is still measured whole. */
  private static final int MOST = 100_000;

  private NormalizationConstants() {}

  /**
   * The constants {@code data.mean} and {@code data.std}, or where both are empty the measured
   * ones; none for numbers that are taken as they are.
   *
   * @param train the training set; validation images have no say in the constants
   * @throws DataException naming the key, when the configured constants do not fit the images
   */
  public static Normalization of(DataConfig config, SampleSource train) throws IOException {
    if (train instanceof FeatureSource) {
      return Normalization.none(train.shape().channels());
    }
    if (config.mean().isEmpty() && config.std().isEmpty()) {
      return measure(train);
    }
    checkCount("data.mean", config.mean(), train.shape().channels());
    checkCount("data.std", config.std(), train.shape().channels());
    for (double std : config.std()) {
      if (!(std > 0)) {
        throw new DataException("data.std", "holds " + std, "give values above 0");
      }
    }
    return new Normalization(config.mean(), config.std());
  }

  /**
   * Mean and standard deviation (of the population) of each channel over all pixels of a set, or of
   * 100,000 samples that are evenly spread over a larger one.
   *
   * <p>Sums are of integers and exact, so the constants do not depend on the order of reading or
   * the number of threads. A channel whose pixels are all equal gets deviation 1, so that it
   * becomes 0 and not a division by zero.
   */
  public static Normalization measure(SampleSource source) throws IOException {
    int channels = source.shape().channels();
    int plane = source.shape().values() / channels;
    long[] sums = new long[channels];
    long[] squares = new long[channels];
    int count = Math.min(source.size(), MOST);
    Parallel.forChunks(
        count,
        CHUNK,
        Parallel.processors(),
        (from, to) -> {
          long[] chunkSums = new long[channels];
          long[] chunkSquares = new long[channels];
          byte[] pixels = new byte[source.shape().values()];
          for (int i = from; i < to; i++) {
            int unused = source.read((int) ((long) i * source.size() / count), pixels);
            for (int c = 0; c < channels; c++) {
              addPlane(pixels, c * plane, plane, c, chunkSums, chunkSquares);
            }
          }
          synchronized (sums) {
            for (int c = 0; c < channels; c++) {
              sums[c] += chunkSums[c];
              squares[c] += chunkSquares[c];
            }
          }
        });
    long values = (long) count * plane;
    List<Double> mean = new ArrayList<>();
    List<Double> std = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      mean.add((double) sums[c] / values);
      std.add(deviation(values, sums[c], squares[c]));
    }
    return new Normalization(mean, std);
  }

  private static void addPlane(
      byte[] pixels, int offset, int length, int channel, long[] sums, long[] squares) {
    long sum = 0;
    long square = 0;
    for (int i = offset; i < offset + length; i++) {
      int pixel = pixels[i] & 0xFF;
      sum += pixel;
      square += (long) pixel * pixel;
    }
    sums[channel] += sum;
    squares[channel] += square;
  }

  /** sqrt(n * sum of squares - square of sum) / n; the difference is exact. */
  private static double deviation(long count, long sum, long squares) {
    BigInteger spread =
        BigInteger.valueOf(count)
            .multiply(BigInteger.valueOf(squares))
            .subtract(BigInteger.valueOf(sum).pow(2));
    return spread.signum() == 0 ? 1 : Math.sqrt(spread.doubleValue()) / count;
  }

  private static void checkCount(String key, List<Double> values, int channels)
      throws DataException {
    if (values.size() != channels) {
      throw new DataException(
          key,
          "holds " + values.size() + " values, the images have " + channels + " channels",
          "give one a channel in both data.mean and data.std, or leave both empty");
    }
  }
}

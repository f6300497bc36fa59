package dev.largo.data;

import java.io.IOException;

/**
 * Fills micro-batches with normalized samples.
 *
 * <p>What is random about a sample depends on (seed, epoch, sample index) only, so a sample looks
 * the same whichever worker reads it and whatever it is read with. Holds a scratch buffer: one
 * reader a thread; several readers may share one source.
 */
public final class MicroBatchReader {
  private final SampleSource source;
  private final ImageShape shape;
  private final Augmentation augmentation;
  private final long seed;
  private final byte[] pixels;

  /** Normalized value by channel x 256 + raw pixel. */
  private final float[] normalized;

  /**
   * A reader of a source.
   *
   * @throws IllegalArgumentException when the constants are not one a channel
   */
  public MicroBatchReader(
      SampleSource source, Normalization normalization, Augmentation augmentation, long seed) {
    this.source = source;
    this.shape = source.shape();
    this.augmentation = augmentation;
    this.seed = seed;
    this.pixels = new byte[shape.values()];
    this.normalized = table(normalization, shape.channels());
  }

  /** Shape of the samples. */
  public ImageShape shape() {
    return shape;
  }

  /**
   * Reads samples {@code order[first]} to {@code order[first + count - 1]}, augmented.
   *
   * @param epoch from 0; a sample is augmented anew each epoch
   */
  public void readTraining(int epoch, int[] order, int first, int count, MicroBatch into)
      throws IOException {
    checkRoom(count, into);
    for (int i = 0; i < count; i++) {
      int sample = order[first + i];
      source.read(sample, pixels);
      into.labels()[i] = source.label(sample);
      augment(epoch, sample, into.features(), i * shape.values());
    }
    into.setCount(count);
  }

  /** Reads samples first to {@code first + count - 1} in natural order, as they are. */
  public void readPlain(int first, int count, MicroBatch into) throws IOException {
    checkRoom(count, into);
    for (int i = 0; i < count; i++) {
      plain(first + i, i, into);
    }
    into.setCount(count);
  }

  /** Reads samples {@code order[first]} to {@code order[first + count - 1]} as they are. */
  public void readPlain(int[] order, int first, int count, MicroBatch into) throws IOException {
    checkRoom(count, into);
    for (int i = 0; i < count; i++) {
      plain(order[first + i], i, into);
    }
    into.setCount(count);
  }

  private void plain(int sample, int slot, MicroBatch into) throws IOException {
    source.read(sample, pixels);
    into.labels()[slot] = source.label(sample);
    crop(0, 0, false, into.features(), slot * shape.values());
  }

  private void augment(int epoch, int sample, float[] features, int offset) {
    SplitMix64 random = new SplitMix64(Seeds.mix(seed, epoch, sample));
    int padding = augmentation.cropPadding();
    int down = padding == 0 ? 0 : random.nextInt(2 * padding + 1) - padding;
    int right = padding == 0 ? 0 : random.nextInt(2 * padding + 1) - padding;
    boolean mirrored = augmentation.flip() && random.nextBoolean();
    crop(down, right, mirrored, features, offset);
  }

  /** Writes the window that begins at (down, right) of the image, mirrored if asked for. */
  private void crop(int down, int right, boolean mirrored, float[] features, int offset) {
    int height = shape.height();
    int width = shape.width();
    int to = offset;
    for (int c = 0; c < shape.channels(); c++) {
      int table = c << 8;
      for (int y = 0; y < height; y++) {
        int row = y + down;
        boolean inside = row >= 0 && row < height;
        int from = (c * height + row) * width;
        for (int x = 0; x < width; x++) {
          int column = (mirrored ? width - 1 - x : x) + right;
          int pixel = inside && column >= 0 && column < width ? pixels[from + column] & 0xFF : 0;
          features[to++] = normalized[table + pixel];
        }
      }
    }
  }

  private void checkRoom(int count, MicroBatch into) {
    if (count < 0 || count > into.capacity() || !into.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "micro-batch for %d of %s cannot take %d of %s"
              .formatted(into.capacity(), into.shape(), count, shape));
    }
  }

  private static float[] table(Normalization normalization, int channels) {
    if (normalization.mean().size() != channels) {
      throw new IllegalArgumentException(
          "normalization has %d channels, the images have %d"
              .formatted(normalization.mean().size(), channels));
    }
    float[] table = new float[channels << 8];
    for (int i = 0; i < table.length; i++) {
      int channel = i >> 8;
      double mean = normalization.mean().get(channel);
      double std = normalization.std().get(channel);
      table[i] = (float) (((i & 0xFF) - mean) / std);
    }
    return table;
  }
}

package dev.largo.data;

import dev.largo.config.AugmentConfig;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Turns samples into normalized floats, one by one.
 *
 * <p>What is random about a sample depends on (seed, epoch, sample index) only. Holds a scratch
 * buffer: one transform a thread.
 */
final class SampleTransform {
  private final SampleSource source;
  private final ImageShape shape;
  private final Normalization normalization;
  private final AugmentConfig augment;
  private final @Nullable RandomArea area;
  private final long seed;
  private final byte[] pixels;

  /** Where the source is one of numbers, that and room for a sample. */
  private final @Nullable FeatureSource numbers;

  private final float[] values;

  /** Normalized value by channel x 256 + raw pixel. */
  private final float[] normalized;

  SampleTransform(
      SampleSource source, Normalization normalization, AugmentConfig augment, long seed) {
    this.source = source;
    this.shape = source.shape();
    this.normalization = normalization;
    this.augment = augment;
    this.seed = seed;
    this.numbers = source instanceof FeatureSource features ? features : null;
    this.pixels = new byte[numbers == null ? shape.values() : 0];
    this.values = new float[numbers == null ? 0 : shape.values()];
    this.normalized = table(normalization, shape.channels());
    AugmentConfig.ResizedCrop crop = augment.crop();
    this.area =
        crop == null
            ? null
            : new RandomArea(
                crop.leastArea(), crop.mostArea(), crop.leastRatio(), crop.mostRatio());
  }

  /** Writes a sample as it is; returns its label. */
  int plain(int sample, float[] features, int offset) throws IOException {
    if (numbers != null) {
      return numbers.read(sample, features, offset);
    }
    int label = source.read(sample, pixels);
    long start = System.nanoTime();
    crop(0, 0, false, features, offset);
    InputClock.shared().augmenting(System.nanoTime() - start);
    return label;
  }

  /**
   * Writes a sample, augmented anew each epoch; returns its label.
   *
   * @param from the source, or a part of it that has been read ahead
   */
  int augmented(SampleSource from, int epoch, int sample, float[] features, int offset)
      throws IOException {
    SplitMix64 random = new SplitMix64(Seeds.mix(seed, epoch, sample));
    int label =
        numbers != null
            ? numbers.read(sample, values, 0)
            : area == null
                ? from.read(sample, pixels)
                : from.read(
                    sample, area.framing(random.nextLong(), shape.width(), shape.height()), pixels);
    long start = System.nanoTime();
    int padding = augment.cropPadding();
    int down = padding == 0 ? 0 : random.nextInt(2 * padding + 1) - padding;
    int right = padding == 0 ? 0 : random.nextInt(2 * padding + 1) - padding;
    boolean mirrored = augment.flip() && random.nextBoolean();
    boolean colored = shape.channels() == 3 && numbers == null;
    if (colored && !augment.jitter().equals(AugmentConfig.ColorJitter.NONE)) {
      ColorShift.apply(augment.jitter(), random, pixels);
    }
    crop(down, right, mirrored, features, offset);
    if (colored && augment.lighting() > 0) {
      int plane = shape.height() * shape.width();
      Lighting.add(augment.lighting(), normalization.std(), random, features, offset, plane);
    }
    InputClock.shared().augmenting(System.nanoTime() - start);
    return label;
  }

  /**
   * Writes the window that begins at (down, right) of the image, mirrored if asked for. As in
   * torchvision's CIFAR recipe ({@code RandomCrop(32, padding=4)} before {@code Normalize}), what
   * lies beyond the edge is of raw pixels 0, black; of numbers 0.
   */
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
          boolean within = inside && column >= 0 && column < width;
          if (numbers != null) {
            features[to++] = within ? values[from + column] : 0;
          } else {
            features[to++] = normalized[table + (within ? pixels[from + column] & 0xFF : 0)];
          }
        }
      }
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

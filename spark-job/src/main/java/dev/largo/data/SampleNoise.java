package dev.largo.data;

import java.util.Random;

/** Micro-batches of random numbers, for measurements. */
public final class SampleNoise {
  private SampleNoise() {}

  /** Standard normal values and random labels; the same for the same seed. */
  public static MicroBatch batch(int samples, ImageShape shape, int classes, long seed) {
    MicroBatch batch = new MicroBatch(samples, shape);
    Random random = new Random(seed);
    for (int i = 0; i < batch.features().length; i++) {
      batch.features()[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < samples; i++) {
      batch.labels()[i] = random.nextInt(classes);
    }
    batch.filled(samples, 0);
    return batch;
  }
}

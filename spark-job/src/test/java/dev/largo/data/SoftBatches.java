package dev.largo.data;

/** Micro-batches whose targets are not one class each. */
public final class SoftBatches {
  private SoftBatches() {}

  /** Takes samples in, as they are in the buffers. */
  public static void fill(MicroBatch batch, int samples) {
    batch.filled(samples, 0);
  }

  /** Every sample is also, by a share below one half, of another class; labels are smoothed. */
  public static void mix(MicroBatch batch, int[] others, float share, double smoothing) {
    batch.filled(batch.count(), smoothing);
    for (int i = 0; i < batch.count(); i++) {
      batch.mixed(i, batch.labels()[i], others[i], share);
    }
  }
}

package dev.largo.data;

/**
 * Reusable buffers for the samples of one gradient computation. A reader fills them, the engine
 * reads them; they have no owner of their own and are not for several threads at once.
 */
public final class MicroBatch {
  private final ImageShape shape;
  private final float[] features;
  private final int[] labels;
  private int count;

  /**
   * Empty buffers.
   *
   * @param capacity most samples they can hold, at least 1
   */
  public MicroBatch(int capacity, ImageShape shape) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
    }
    this.shape = shape;
    this.features = new float[Math.multiplyExact(capacity, shape.values())];
    this.labels = new int[capacity];
  }

  /** Normalized pixels, capacity x channels x height x width; valid up to {@link #count()}. */
  public float[] features() {
    return features;
  }

  /** Labels, one a sample; valid up to {@link #count()}. */
  public int[] labels() {
    return labels;
  }

  /** Samples in the buffers now, from 0 to {@link #capacity()}. */
  public int count() {
    return count;
  }

  public int capacity() {
    return labels.length;
  }

  public ImageShape shape() {
    return shape;
  }

  void setCount(int count) {
    this.count = count;
  }
}

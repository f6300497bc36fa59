package dev.largo.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reusable buffers for the samples of one gradient computation. A reader fills them, the engine
 * reads them; they have no owner of their own and are not for several threads at once.
 */
public final class MicroBatch {
  private final ImageShape shape;
  private final float[] features;
  private final int[] labels;
  private final int[] otherLabels;
  private final float[] otherShares;
  private double smoothing;
  private @Nullable TeacherTargets taught;
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
    this.otherLabels = new int[capacity];
    this.otherShares = new float[capacity];
  }

  /** Normalized pixels, capacity x channels x height x width; valid up to {@link #count()}. */
  public float[] features() {
    return features;
  }

  /** Labels, one a sample, of a mixed one that of the larger part; up to {@link #count()}. */
  public int[] labels() {
    return labels;
  }

  /**
   * What the network should say of a sample and a class: the label's share, that of the other label
   * in a mixed sample, and the class' part of what label smoothing spreads (Szegedy et al.,
   * "Rethinking the inception architecture", CVPR 2016, section 7).
   *
   * @return a probability; over all classes they add up to 1
   */
  public double target(int sample, int kind, int classes) {
    double share = otherShares[sample];
    double hard =
        (labels[sample] == kind ? 1 - share : 0) + (otherLabels[sample] == kind ? share : 0);
    return smoothing == 0 ? hard : (1 - smoothing) * hard + smoothing / classes;
  }

  /** What teachers say of the samples; null where there are none. */
  public @Nullable TeacherTargets taught() {
    return taught;
  }

  /** Adds what teachers say, until other samples are taken in; null for nothing. */
  public void teach(@Nullable TeacherTargets targets) {
    taught = targets;
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

  /** Buffers of its own with the same samples. */
  public MicroBatch copy() {
    MicroBatch copy = new MicroBatch(Math.max(1, count), shape);
    System.arraycopy(features, 0, copy.features, 0, count * shape.values());
    System.arraycopy(labels, 0, copy.labels, 0, count);
    System.arraycopy(otherLabels, 0, copy.otherLabels, 0, count);
    System.arraycopy(otherShares, 0, copy.otherShares, 0, count);
    copy.smoothing = smoothing;
    copy.taught = taught;
    copy.count = count;
    return copy;
  }

  /** Takes samples in: unmixed, with a share of each label spread over all classes. */
  void filled(int samples, double labelSmoothing) {
    count = samples;
    smoothing = labelSmoothing;
    taught = null;
    Arrays.fill(otherShares, 0);
  }

  /** A sample has become a mixture; the label of the larger part comes first. */
  void mixed(int sample, int label, int other, float otherShare) {
    boolean swapped = otherShare > 0.5f;
    labels[sample] = swapped ? other : label;
    otherLabels[sample] = swapped ? label : other;
    otherShares[sample] = swapped ? 1 - otherShare : otherShare;
  }
}

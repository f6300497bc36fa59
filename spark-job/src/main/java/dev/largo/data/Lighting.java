package dev.largo.data;

import java.util.List;

/**
 * Random light along the principal components of ImageNet's colours: Krizhevsky, Sutskever, Hinton,
 * "ImageNet classification with deep convolutional neural networks" (2012), section 4.1, with the
 * components as published with fb.resnet.torch (of levels in [0, 1]).
 */
final class Lighting {
  private static final double[] VARIANCES = {0.2175, 0.0188, 0.0045};

  /** By channel, then by component. */
  private static final double[][] COMPONENTS = {
    {-0.5675, 0.7192, 0.4009},
    {-0.5808, -0.0045, -0.8140},
    {-0.5836, -0.6948, 0.4203}
  };

  private static final double LEVELS = 255;

  private Lighting() {}

  /**
   * Adds light to a normalized image.
   *
   * @param deviation of the components' weights
   * @param std by channel, in levels
   * @param features 3 x plane normalized values from {@code offset} on
   */
  static void add(
      double deviation,
      List<Double> std,
      SplitMix64 random,
      float[] features,
      int offset,
      int plane) {
    double[] weights = new double[VARIANCES.length];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = deviation * random.nextGaussian() * VARIANCES[k];
    }
    for (int c = 0; c < COMPONENTS.length; c++) {
      double light = 0;
      for (int k = 0; k < weights.length; k++) {
        light += COMPONENTS[c][k] * weights[k];
      }
      float step = (float) (LEVELS * light / std.get(c));
      int from = offset + c * plane;
      for (int i = from; i < from + plane; i++) {
        features[i] += step;
      }
    }
  }
}

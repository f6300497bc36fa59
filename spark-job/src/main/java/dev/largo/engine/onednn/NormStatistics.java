package dev.largo.engine.onednn;

import dev.largo.engine.graph.Operator.BatchNormalization;
import java.nio.FloatBuffer;

/** Mean and variance of a batch norm of a plan. */
record NormStatistics(BatchNormalization norm, Tensor mean, Tensor variance) {

  /** Takes the running statistics out of the parameters. */
  void load(FloatBuffer parameters) {
    FloatBuffer means = floats(mean);
    FloatBuffer variances = floats(variance);
    for (int c = 0; c < norm.output().channels(); c++) {
      means.put(c, parameters.get(norm.mean() + c));
      variances.put(c, (float) runningVariance(parameters, c));
    }
  }

  /**
   * Writes what is to be subtracted from the running statistics: (1 - decay) (running - batch) of
   * mean and variance, and of a logarithm what takes it to that of the new variance.
   */
  void storeChange(FloatBuffer parameters, FloatBuffer gradient) {
    FloatBuffer means = floats(mean);
    FloatBuffer variances = floats(variance);
    double share = 1 - norm.decay();
    for (int c = 0; c < norm.output().channels(); c++) {
      double running = parameters.get(norm.mean() + c);
      gradient.put(norm.mean() + c, (float) (share * (running - means.get(c))));
      double old = runningVariance(parameters, c);
      double change = share * (old - variances.get(c));
      gradient.put(
          norm.variance() + c,
          (float) (norm.logStd() ? 0.5 * (Math.log10(old) - Math.log10(old - change)) : change));
    }
  }

  /** Adds n E[x] of every channel, then n E[x^2]. */
  void addMoments(int samples, double[] moments, int offset) {
    FloatBuffer means = floats(mean);
    FloatBuffer variances = floats(variance);
    int channels = norm.output().channels();
    for (int c = 0; c < channels; c++) {
      double m = means.get(c);
      moments[offset + c] = samples * m;
      moments[offset + channels + c] = samples * (variances.get(c) + m * m);
    }
  }

  private double runningVariance(FloatBuffer parameters, int channel) {
    double value = parameters.get(norm.variance() + channel);
    return norm.logStd() ? Math.pow(10, 2 * value) : value;
  }

  private static FloatBuffer floats(Tensor tensor) {
    return FlatVectors.floats(tensor.handle(), tensor.format());
  }
}

package dev.largo.train;

import dev.largo.data.ImageShape;
import dev.largo.data.MicroBatch;
import dev.largo.engine.ActivationObserver;
import dev.largo.engine.GradientEngine;
import dev.largo.engine.RunningStatistics;
import dev.largo.engine.Score;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Softmax regression by hand, with one "running statistic" that follows the batch's mean pixel. */
class SoftmaxEngine implements GradientEngine {
  private final int inputs;
  private final int classes;
  private final ParameterLayout layout;
  private final float[] parameters;
  private final float[] gradient;

  SoftmaxEngine(ImageShape shape, int classes) {
    inputs = shape.values();
    this.classes = classes;
    layout = layout(shape, classes);
    parameters = new float[layout.size()];
    gradient = new float[layout.size()];
  }

  static ParameterLayout layout(ImageShape shape, int classes) {
    int weights = shape.values() * classes;
    return new ParameterLayout(
        List.of(
            new Segment("out.W", "out", Role.WEIGHT, 0, weights, List.of(classes, shape.values())),
            new Segment("out.b", "out", Role.BIAS, weights, classes, List.of(classes)),
            new Segment(
                "norm.mean", "norm", Role.RUNNING_STATISTIC, weights + classes, 1, List.of(1)),
            new Segment(
                "norm.var", "norm", Role.RUNNING_STATISTIC, weights + classes + 1, 1, List.of(1))));
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public void setParameters(float[] values) {
    System.arraycopy(values, 0, parameters, 0, parameters.length);
  }

  @Override
  public Score computeGradient(
      MicroBatch batch, long seed, double lossScale, ActivationObserver activations) {
    Arrays.fill(gradient, 0);
    double loss = 0;
    long correct = 0;
    for (int n = 0; n < batch.count(); n++) {
      double[] p = probabilities(batch, n);
      loss -= Math.log(p[batch.labels()[n]]);
      correct += isLargest(p, batch.labels()[n]) ? 1 : 0;
      for (int c = 0; c < classes; c++) {
        float error = (float) (lossScale * (p[c] - (batch.labels()[n] == c ? 1 : 0)));
        for (int i = 0; i < inputs; i++) {
          gradient[c * inputs + i] += error * batch.features()[n * inputs + i];
        }
        gradient[classes * inputs + c] += error;
      }
    }
    activations.output("out", FloatBuffer.wrap(probabilities(batch)));
    double[] moments = moments(batch);
    int statistic = classes * (inputs + 1);
    gradient[statistic] = 0.1f * (float) (parameters[statistic] - moments[0] / batch.count());
    return new Score(loss, correct, batch.count(), batch.count());
  }

  private static boolean isLargest(double[] values, int place) {
    return Arrays.stream(values).allMatch(v -> v <= values[place]);
  }

  @Override
  public FloatBuffer gradientVector() {
    return FloatBuffer.wrap(gradient);
  }

  @Override
  public float[] probabilities(MicroBatch batch) {
    float[] all = new float[batch.count() * classes];
    for (int n = 0; n < batch.count(); n++) {
      double[] p = probabilities(batch, n);
      for (int c = 0; c < classes; c++) {
        all[n * classes + c] = (float) p[c];
      }
    }
    return all;
  }

  @Override
  public RunningStatistics runningStatistics() {
    int statistic = classes * (inputs + 1);
    return new RunningStatistics(
        List.of(new RunningStatistics.Norm(statistic, statistic + 1, false, 1)));
  }

  @Override
  public double[] moments(MicroBatch batch) {
    double[] moments = new double[2];
    for (int i = 0; i < batch.count() * inputs; i++) {
      double x = batch.features()[i];
      moments[0] += x / inputs;
      moments[1] += x * x / inputs;
    }
    return moments;
  }

  @Override
  public void close() {}

  private double[] probabilities(MicroBatch batch, int n) {
    double[] p = new double[classes];
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      double z = parameters[classes * inputs + c];
      for (int i = 0; i < inputs; i++) {
        z += (double) parameters[c * inputs + i] * batch.features()[n * inputs + i];
      }
      p[c] = Math.exp(z);
      sum += p[c];
    }
    for (int c = 0; c < classes; c++) {
      p[c] /= sum;
    }
    return p;
  }
}

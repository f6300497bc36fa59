package dev.largo.analyze;

import dev.largo.analyze.box.Box;
import dev.largo.analyze.box.BoxMinimizer;
import dev.largo.analyze.box.Objective;
import dev.largo.collective.TreeSums;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Segment;
import dev.largo.train.Workforce;
import java.io.IOException;
import java.util.function.IntConsumer;

/**
 * How much the training loss can grow in a small box around weights x: (max f(x + y) - f(x)) / (1 +
 * f(x)) 100 over all y with |y_i| at most epsilon (|x_i| + 1) (Keskar et al. 2017, metric 2.1, A =
 * I), the maximum sought by {@value #ITERATIONS} iterations of L-BFGS-B. The search is a lower
 * bound of the maximum.
 *
 * @param loss f(x): the mean loss of the samples, nats, the network being as in training
 * @param worst the largest that was found in the box
 * @param percent the measure
 * @param epsilon the box's half-width at a weight of 0
 * @param samples training samples that the loss is of
 * @param evaluations passes over them
 */
public record Sharpness(
    double loss, double worst, double percent, double epsilon, long samples, int evaluations) {
  /** As in the paper, section 2.2.2. */
  public static final int ITERATIONS = 10;

  /**
   * Measures it.
   *
   * @param weights the flat vector
   * @param epsilon above 0; the paper has 1e-3 and 5e-4
   * @param samples training samples, 1 or more
   * @param seed of dropout
   * @param done told of each further iteration
   */
  public static Sharpness of(
      Workforce workforce,
      ParameterLayout layout,
      float[] weights,
      double epsilon,
      int samples,
      long seed,
      IntConsumer done)
      throws IOException, InterruptedException {
    TrainingLoss loss =
        new TrainingLoss(workforce, weights, new GradientPass(samples, seed), layout.size());
    double[] lower = new double[weights.length];
    double[] upper = new double[weights.length];
    for (Segment segment : layout.segments()) {
      for (int i = segment.offset(); segment.trainable() && i < segment.end(); i++) {
        upper[i] = epsilon * (Math.abs((double) weights[i]) + 1);
        lower[i] = -upper[i];
      }
    }
    BoxMinimizer.Result worst =
        BoxMinimizer.minimize(
            loss, new Box(lower, upper), new double[weights.length], ITERATIONS, done);
    double start = loss.atTheWeights;
    double percent = 100 * (-worst.value() - start) / (1 + start);
    return new Sharpness(
        start, -worst.value(), percent, epsilon, loss.samples, worst.evaluations());
  }

  /** The loss as something to be made as small as possible: upside down, around the weights. */
  private static final class TrainingLoss implements Objective {
    private final Workforce workforce;
    private final float[] weights;
    private final GradientPass pass;
    private final int size;
    private double atTheWeights = Double.NaN;
    private long samples;

    TrainingLoss(Workforce workforce, float[] weights, GradientPass pass, int size) {
      this.workforce = workforce;
      this.weights = weights;
      this.pass = pass;
      this.size = size;
    }

    @Override
    public Value at(double[] step) throws IOException, InterruptedException {
      float[] moved = new float[size];
      for (int i = 0; i < size; i++) {
        moved[i] = (float) (weights[i] + step[i]);
      }
      double[] sums = TreeSums.total(workforce.run(pass, moved), size + 2);
      double count = sums[size + 1];
      double[] slope = new double[size];
      for (int i = 0; i < size; i++) {
        slope[i] = -sums[i] / count;
      }
      double loss = sums[size] / count;
      if (samples == 0) {
        // The search begins at the weights themselves.
        atTheWeights = loss;
        samples = (long) count;
      }
      return new Value(-loss, slope);
    }
  }
}

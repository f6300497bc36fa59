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
 * <p>Where the loss is not finite at the weights, nothing is measured and both other figures are
 * NaN; where it is not in the box, they are infinite.
 *
 * @param loss f(x): the mean loss of the samples, nats, the network being as in training
 * @param worst the largest that was found in the box
 * @param percent the measure
 * @param epsilon the box's half-width at a weight of 0
 * @param samples training samples that the loss is of
 * @param iterations that the search came to
 * @param evaluations passes over them
 */
public record Sharpness(
    double loss,
    double worst,
    double percent,
    double epsilon,
    long samples,
    int iterations,
    int evaluations) {
  /** As in the paper, section 2.2.2. */
  public static final int ITERATIONS = 10;

  /** As long as the parameters: twenty remembered, bounds, points, slopes and directions. */
  private static final int MINIMIZER_VECTORS = 36;

  /**
   * Java heap that the driver takes to measure it, as an upper bound.
   *
   * @param parameters length of the flat vector
   * @param microBatches that the samples fill
   */
  public static long driverBytes(int parameters, int workers, int microBatches) {
    int share = (microBatches + workers - 1) / workers;
    long parts = workers * (2L * (32 - Integer.numberOfLeadingZeros(share)));
    return Double.BYTES * (long) parameters * (MINIMIZER_VECTORS + 3 * parts);
  }

  /**
   * Measures it.
   *
   * @param weights the flat vector
   * @param epsilon above 0; the paper has 1e-3 and 5e-4
   * @param samples training samples, 1 or more
   * @param seed of dropout
   * @param done told of each further iteration
   * @throws IOException if samples cannot be read
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
        new TrainingLoss(workforce, weights, new GradientPass(samples, seed), layout);
    double[] lower = new double[weights.length];
    double[] upper = new double[weights.length];
    for (Segment segment : layout.segments()) {
      for (int i = segment.offset(); segment.trainable() && i < segment.end(); i++) {
        double room = epsilon * (Math.abs((double) weights[i]) + 1);
        upper[i] = Double.isFinite(room) ? room : 0;
        lower[i] = -upper[i];
      }
    }
    BoxMinimizer.Result worst =
        BoxMinimizer.minimize(
            loss, new Box(lower, upper), new double[weights.length], ITERATIONS, done);
    double start = -worst.startValue();
    double largest = -worst.value();
    if (loss.overflowed) {
      largest = Double.isFinite(start) ? Double.POSITIVE_INFINITY : Double.NaN;
    }
    return new Sharpness(
        start,
        largest,
        100 * (largest - start) / (1 + start),
        epsilon,
        loss.samples,
        worst.iterations(),
        worst.evaluations());
  }

  /** The loss as something to be made as small as possible: upside down, around the weights. */
  private static final class TrainingLoss implements Objective {
    private final Workforce workforce;
    private final float[] weights;
    private final GradientPass pass;
    private final ParameterLayout layout;
    private long samples;
    private boolean overflowed;

    TrainingLoss(Workforce workforce, float[] weights, GradientPass pass, ParameterLayout layout) {
      this.workforce = workforce;
      this.weights = weights;
      this.pass = pass;
      this.layout = layout;
    }

    @Override
    public Value at(double[] step) throws IOException, InterruptedException {
      int size = layout.size();
      float[] moved = new float[size];
      for (int i = 0; i < size; i++) {
        moved[i] = (float) (weights[i] + step[i]);
      }
      double[] sums = TreeSums.total(workforce.run(pass, moved), size + 2);
      double count = sums[size + 1];
      double loss = sums[size] / count;
      samples = (long) count;
      double[] slope = new double[size];
      double length = 0;
      for (Segment segment : layout.segments()) {
        // What stands in the place of running statistics is no slope.
        for (int i = segment.offset(); segment.trainable() && i < segment.end(); i++) {
          slope[i] = -sums[i] / count;
          length += Math.abs(slope[i]);
        }
      }
      overflowed |= !Double.isFinite(loss) || !Double.isFinite(length);
      return new Value(-loss, slope);
    }
  }
}

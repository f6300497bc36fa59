package dev.largo.optim.schedule;

import dev.largo.optim.numeric.Check;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The learning rate as a function of the number of updates made before.
 *
 * <p>Pure: the same step has the same rate whenever it is asked, so a resumed run needs no state;
 * and wherever, since {@link StrictMath} has the same bits on every machine.
 *
 * <pre>{@code
 * Schedule.polynomial(8.0, 1e-4, 2, 1000).afterWarmup(0.1, 50).then(900, Schedule.constant(0.05))
 * }</pre>
 */
public interface Schedule {
  /**
   * The rate of the update that follows {@code step} others.
   *
   * @param step from 0
   * @return finite, at least 0
   * @throws IllegalArgumentException if the step is negative
   * @throws IllegalStateException if a growing rate has left float32's range
   */
  double rate(long step);

  /** One readable line. */
  String describe();

  /** Always {@code rate}. */
  static Schedule constant(double rate) {
    return new ConstantRate(rate);
  }

  /** Falls from {@code peak} to {@code end} as (1 - step/steps)^power, then stays there. */
  static Schedule polynomial(double peak, double end, double power, long steps) {
    return new PolynomialDecay(peak, end, power, steps);
  }

  /** Falls from {@code peak} to {@code end} along half a cosine wave, then stays there. */
  static Schedule cosine(double peak, double end, long steps) {
    return new CosineDecay(peak, end, steps);
  }

  /** Is multiplied by {@code factor} at each of the {@code milestones}. */
  static Schedule stepDecay(double peak, List<Long> milestones, double factor) {
    return new StepDecay(peak, milestones, factor);
  }

  /**
   * Is multiplied by {@code factor} in every {@code interval} steps, smoothly.
   *
   * @param factor above 0
   */
  static Schedule exponential(double peak, double factor, long interval) {
    return new ExponentialDecay(peak, factor, interval, false, 0);
  }

  /** As {@link #exponential}, in stairs of {@code interval} steps, and never below {@code end}. */
  static Schedule exponentialStairs(double peak, double factor, long interval, double end) {
    return new ExponentialDecay(peak, factor, interval, true, end);
  }

  /** peak / (1 + slope step)^power. */
  static Schedule inverseTime(double peak, double slope, double power) {
    return new InverseTimeDecay(peak, slope, power);
  }

  /**
   * The Transformer's rule: factor width^-0.5 min(t^-0.5, t warmup^-1.5) with t = step + 1 (Vaswani
   * et al. 2017).
   */
  static Schedule inverseSquareRoot(double factor, long width, long warmup) {
    return new InverseSquareRoot(factor, width, warmup);
  }

  /**
   * The slow start of ImageNet in 15 minutes: half the peak for 40 epochs of 90, then 0.075, 0.01
   * from epoch 70 on, 0.001 from epoch 85 on (Akiba, Suzuki and Fukuda 2017, arXiv 1711.04325,
   * section 3).
   *
   * @param peak the linearly scaled rate
   * @param stepsPerEpoch at least 1
   */
  static Schedule slowStart(double peak, long stepsPerEpoch) {
    Check.atLeast(1, "stepsPerEpoch", stepsPerEpoch);
    return constant(0.5 * peak)
        .then(
            40 * stepsPerEpoch,
            constant(0.075 * peak)
                .then(
                    30 * stepsPerEpoch,
                    constant(0.01 * peak).then(15 * stepsPerEpoch, constant(0.001 * peak))));
  }

  /**
   * What replaces weight decay exactly for a scale-invariant network: a rate that grows (Li and
   * Arora 2019).
   *
   * @param rate the constant rate of the run with weight decay
   */
  static Schedule exponentialGrowth(double rate, double weightDecay, double momentum) {
    return new ExponentialGrowth(rate, weightDecay, momentum);
  }

  /** Rises and falls between {@code min} and {@code max}, {@code halfCycle} steps each way. */
  static Schedule triangular(double min, double max, long halfCycle) {
    return new TriangularRate(min, max, halfCycle, false);
  }

  /** As {@link #triangular}, each cycle half as high as the one before. */
  static Schedule triangularHalving(double min, double max, long halfCycle) {
    return new TriangularRate(min, max, halfCycle, true);
  }

  /** {@code initial}, then a linear fall to {@code swa} that ends before step {@code start}. */
  static Schedule swaTail(double initial, double swa, long start) {
    return new SwaTail(initial, swa, start);
  }

  /** Falls linearly from {@code max} to {@code min} within every {@code cycle} steps. */
  static Schedule cyclical(double max, double min, long cycle) {
    return new CyclicalRate(max, min, cycle);
  }

  /**
   * This schedule behind a gradual warm-up: its own step 0 comes after {@code warmupSteps} updates.
   *
   * @param from rate at step 0
   * @param warmupSteps at least 0; 0: no warm-up
   */
  default Schedule afterWarmup(double from, long warmupSteps) {
    return warmupSteps == 0 ? this : new GradualWarmup(from, warmupSteps, this);
  }

  /** This schedule behind {@code steps} updates at a constant rate (Goyal et al. 2017, 2.2). */
  default Schedule afterConstantWarmup(double rate, long steps) {
    return constant(rate).then(steps, this);
  }

  /** This schedule without its first {@code steps}, such as those that a warm-up has taken. */
  default Schedule startingAt(long steps) {
    return steps == 0 ? this : new LateStart(this, steps);
  }

  /**
   * The rates of the first updates, for a plot.
   *
   * @param steps at least 0
   */
  default double[] sample(int steps) {
    return IntStream.range(0, steps).mapToDouble(this::rate).toArray();
  }

  /** This schedule for {@code steps} updates, then {@code next} from its own step 0 on. */
  default Schedule then(long steps, Schedule next) {
    return new Piecewise(this, steps, next);
  }
}

package dev.largo.optim.schedule;

import java.util.List;

/**
 * The learning rate as a function of the number of updates made before.
 *
 * <p>Pure: the same step has the same rate whenever it is asked, so a resumed run needs no state.
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

  /** This schedule for {@code steps} updates, then {@code next} from its own step 0 on. */
  default Schedule then(long steps, Schedule next) {
    return new Piecewise(this, steps, next);
  }
}

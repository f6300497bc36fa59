package dev.largo.train;

import dev.largo.config.OptimizerConfig;
import dev.largo.config.ScheduleConfig;
import dev.largo.config.SwaConfig;
import dev.largo.optim.schedule.Schedule;
import dev.largo.optim.transform.GradientTransform;
import java.util.List;

/** From a configuration to the optimizer and the schedule it names. */
public final class Recipe {
  private Recipe() {}

  /**
   * The optimizer as a chain of gradient transformations.
   *
   * @param stepsPerEpoch of the run, for what is configured in epochs
   */
  public static GradientTransform optimizer(OptimizerConfig config, int stepsPerEpoch) {
    return new OptimizerRecipe(config, stepsPerEpoch).chain();
  }

  /**
   * The learning rate of every step: the base rate scaled to the global batch, behind a gradual
   * warm-up, decayed to the run's end; in the averaging phase whatever that asks for, with rates
   * that are given as they are to be used.
   *
   * @throws IllegalArgumentException naming the key of a schedule that does not fit the plan
   */
  public static Schedule schedule(TrainingPlan plan) {
    ScheduleConfig config = plan.config().schedule();
    double scale = config.scaling().factor(plan.config().batch().global(), config.baseBatch());
    double peak = config.baseLr() * scale;
    long warmup = Math.round(config.warmupEpochs() * plan.stepsPerEpoch());
    long decaySteps = Math.max(1, plan.steps() - warmup);
    Schedule decay =
        switch (config.decay()) {
          case CONSTANT -> Schedule.constant(peak);
          case POLYNOMIAL -> Schedule.polynomial(peak, config.endLr(), config.power(), decaySteps);
          case COSINE -> Schedule.cosine(peak, config.endLr(), decaySteps);
          case STEP -> Schedule.stepDecay(peak, milestones(plan, warmup), config.factor());
        };
    Schedule schedule = decay.afterWarmup(config.warmupFrom(), warmup);
    SwaConfig swa = plan.config().averaging().swa();
    if (swa == null) {
      return schedule;
    }
    return switch (swa.rate()) {
      case SCHEDULE -> schedule;
      case CONSTANT -> schedule.then(plan.swaStart(), Schedule.constant(swa.lr()));
      case CYCLICAL ->
          schedule.then(
              plan.swaStart(),
              Schedule.cyclical(swa.maxLr(), swa.lr(), swa.every().steps(plan.stepsPerEpoch())));
    };
  }

  /** Milestones in steps since the warm-up's end, where the decay's own time begins. */
  private static List<Long> milestones(TrainingPlan plan, long warmup) {
    List<Double> epochs = plan.config().schedule().milestones();
    List<Long> steps =
        epochs.stream().map(epoch -> Math.round(epoch * plan.stepsPerEpoch()) - warmup).toList();
    if (steps.stream().distinct().count() < steps.size() || steps.get(0) < 0) {
      throw new IllegalArgumentException(
          "schedule.decay.milestones = %s: two fall on one step, or one into the warm-up, at %d steps an epoch; set them further apart"
              .formatted(epochs, plan.stepsPerEpoch()));
    }
    return steps;
  }
}

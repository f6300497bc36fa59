package dev.largo.train;

import dev.largo.config.DecayConfig;
import dev.largo.config.OptimizerNumber;
import dev.largo.config.ScheduleConfig;
import dev.largo.config.SwaConfig;
import dev.largo.config.WarmupConfig;
import dev.largo.optim.schedule.AdaptiveRate;
import dev.largo.optim.schedule.PlateauSpec;
import dev.largo.optim.schedule.Schedule;
import java.util.List;

/** From a plan's schedule, in epochs, to the learning rate of every step. */
final class ScheduleRecipe {
  private final TrainingPlan plan;
  private final ScheduleConfig config;
  private final DecayConfig decay;
  private final double scale;
  private final double peak;
  private final long warmup;

  ScheduleRecipe(TrainingPlan plan) {
    this.plan = plan;
    config = plan.config().schedule();
    decay = config.decay();
    scale = config.scaling().factor(plan.config().updateBatch(), config.baseBatch());
    peak = config.baseLr() * scale;
    warmup = Math.round(config.warmup().epochs() * plan.stepsPerEpoch());
  }

  LearningRate learningRate() {
    Schedule schedule = averagingPhase(afterWarmup(decay()));
    LearningRate rate = LearningRate.of(schedule);
    if (config.warmup().kind() == WarmupConfig.Kind.UNTIL_ERROR) {
      double low = config.warmup().from();
      rate = rate.gated(AdaptiveRate.untilErrorBelow(config.warmup().error(), low, peak), warmup);
    }
    if (decay.kind() != DecayConfig.Kind.PLATEAU) {
      return rate;
    }
    PlateauSpec spec =
        new PlateauSpec(
            peak,
            decay.factor(),
            decay.patience(),
            decay.threshold(),
            decay.cooldown(),
            lowerEnd());
    return rate.adapted(AdaptiveRate.onPlateau(spec), warmup, endOfSchedule());
  }

  /** From the warm-up's end on. */
  private Schedule decay() {
    long steps = Math.max(1, plan.steps() - warmup);
    long every = decay.every().steps(plan.stepsPerEpoch());
    return switch (decay.kind()) {
      case CONSTANT, PLATEAU -> Schedule.constant(peak);
      case POLYNOMIAL -> Schedule.polynomial(peak, decay.endLr(), decay.power(), steps);
      case COSINE -> Schedule.cosine(peak, decay.endLr(), steps);
      case STEP -> Schedule.stepDecay(peak, milestones(), decay.factor());
      case PIECEWISE -> piecewise();
      case STAIRCASE -> Schedule.exponentialStairs(peak, decay.factor(), every, lowerEnd());
      case EXPONENTIAL -> Schedule.exponential(peak, decay.factor(), every);
      case INVERSE_TIME -> Schedule.inverseTime(peak, decay.slope() / plan.stepsPerEpoch(), 1);
      case INVERSE_SQUARE_ROOT -> Schedule.inverseTime(peak, 1.0 / Math.max(1, warmup), 0.5);
      case SLOW_START -> Schedule.slowStart(peak, plan.stepsPerEpoch()).startingAt(warmup);
      case EXPONENTIAL_GROWTH -> growth(steps);
      case SWA_TAIL -> Schedule.swaTail(peak, decay.endLr(), Math.max(1, plan.swaStart() - warmup));
      case TRIANGULAR -> Schedule.triangular(lowerEnd(), peak, every);
      case TRIANGULAR2 -> Schedule.triangularHalving(lowerEnd(), peak, every);
    };
  }

  /** A rate that outgrows float32 is refused before the run, not in its midst. */
  private Schedule growth(long steps) {
    double momentum = plan.config().optimizer().optional(OptimizerNumber.MOMENTUM).orElse(0.0);
    try {
      Schedule growth = Schedule.exponentialGrowth(peak, decay.weightDecay(), momentum);
      double unused = growth.rate(steps);
      return growth;
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IllegalArgumentException(
          "schedule.decay.weight-decay = %s: %s; use a lower one"
              .formatted(decay.weightDecay(), e.getMessage()),
          e);
    }
  }

  private Schedule piecewise() {
    List<Long> milestones = milestones();
    int last = milestones.size() - 1;
    Schedule schedule = Schedule.constant(decay.rates().get(last) * scale);
    for (int i = last; i > 0; i--) {
      schedule =
          Schedule.constant(decay.rates().get(i - 1) * scale)
              .then(milestones.get(i) - milestones.get(i - 1), schedule);
    }
    return Schedule.constant(peak).then(milestones.get(0), schedule);
  }

  private Schedule afterWarmup(Schedule schedule) {
    WarmupConfig before = config.warmup();
    return switch (before.kind()) {
      case GRADUAL -> schedule.afterWarmup(before.from(), warmup);
      case CONSTANT, UNTIL_ERROR -> schedule.afterConstantWarmup(before.from(), warmup);
    };
  }

  private Schedule averagingPhase(Schedule schedule) {
    SwaConfig swa = plan.config().averaging().swa();
    if (swa == null) {
      return schedule;
    }
    long every = swa.every().steps(plan.stepsPerEpoch());
    return switch (swa.rate()) {
      case SCHEDULE -> schedule;
      case CONSTANT -> schedule.then(plan.swaStart(), Schedule.constant(swa.lr()));
      case CYCLICAL ->
          schedule.then(plan.swaStart(), Schedule.cyclical(swa.maxLr(), swa.lr(), every));
    };
  }

  /** The step from which on the averaging phase has a rate of its own. */
  private long endOfSchedule() {
    SwaConfig swa = plan.config().averaging().swa();
    return swa == null || swa.rate() == SwaConfig.Rate.SCHEDULE ? plan.steps() : plan.swaStart();
  }

  private double lowerEnd() {
    if (decay.endLr() > peak) {
      throw new IllegalArgumentException(
          "schedule.decay.end-lr = %s: above the scaled base rate, %s; use at most that"
              .formatted(decay.endLr(), peak));
    }
    return decay.endLr();
  }

  /** Milestones in steps since the warm-up's end, where the decay's own time begins. */
  private List<Long> milestones() {
    List<Double> epochs = decay.milestones();
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

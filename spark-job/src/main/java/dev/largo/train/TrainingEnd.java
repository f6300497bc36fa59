package dev.largo.train;

import dev.largo.config.SwapConfig;
import org.jspecify.annotations.Nullable;

/**
 * Which step is the last: the plan's; that of the first evaluation that is good enough, where one
 * may be; or, where SWAP is to follow, that of the first epoch over which the network in training
 * got enough samples right. The same on every rank, since every rank observes the same numbers.
 */
public final class TrainingEnd {
  private final TrainingPlan plan;
  private final @Nullable SwapConfig swap;
  private final @Nullable Double target;

  /** The step whose evaluation was good enough; a resumed run makes that evaluation again. */
  private long reached;

  /** Samples of the epoch at hand that were right, up to the step observed last. */
  private long correct;

  /** The end of a run that has observed nothing. */
  public TrainingEnd(TrainingPlan plan) {
    this.plan = plan;
    swap = plan.config().averaging().swap();
    target = plan.config().stop().top1();
  }

  /**
   * Takes in a step, the steps in their order.
   *
   * @param right samples of its batch that were right
   */
  void observe(long step, long right) {
    if (swap == null) {
      return;
    }
    boolean firstOfEpoch = (step - 1) % plan.stepsPerEpoch() == 0;
    correct = right + (firstOfEpoch ? 0 : correct);
  }

  /** Takes in the evaluation of the weights as they are after a step, above 0. */
  void observe(EvaluationRecord evaluation) {
    if (target != null && evaluation.top1() >= target) {
      reached = evaluation.step();
    }
  }

  /** Whether training ends with this step, the one observed last. */
  public boolean isAt(long step) {
    return step >= plan.steps() || (step > 0 && step == reached) || fitsAt(step);
  }

  private boolean fitsAt(long step) {
    if (swap == null || step == 0 || step % plan.stepsPerEpoch() != 0) {
      return false;
    }
    double seen = (double) plan.stepsPerEpoch() * plan.config().batch().global();
    return correct / seen >= swap.untilAccuracy();
  }

  /** What was observed; 0 where nothing depends on it. */
  long state() {
    return correct;
  }

  /** Puts back what {@link #state} gave. */
  void restore(long state) {
    correct = state;
  }
}

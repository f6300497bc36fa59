package dev.largo.optim.schedule;

import dev.largo.optim.numeric.Check;
import java.util.List;

/**
 * peak factor^k, k being the number of milestones at or before the step.
 *
 * @param milestones steps, each above the one before and at least 0
 * @param factor above 0
 */
record StepDecay(double peak, List<Long> milestones, double factor) implements Schedule {
  StepDecay {
    Check.notNegative("peak", peak);
    Check.positive("factor", factor);
    milestones = List.copyOf(milestones);
    long last = -1;
    for (long milestone : milestones) {
      if (milestone <= last) {
        throw new IllegalArgumentException("milestones must ascend from 0 on: " + milestones);
      }
      last = milestone;
    }
  }

  @Override
  public double rate(long step) {
    Check.atLeast(0, "step", step);
    int passed = 0;
    while (passed < milestones.size() && milestones.get(passed) <= step) {
      passed++;
    }
    return peak * StrictMath.pow(factor, passed);
  }

  @Override
  public String describe() {
    return peak + ", times " + factor + " at steps " + milestones;
  }
}

package dev.largo.optim.transform;

import dev.largo.optim.numeric.Check;
import java.util.List;

/**
 * Rewrites the update so that every k-th step ends at the slow weights: s += alpha (w - u - s); u =
 * w - s (Zhang et al. 2019, algorithm 1).
 */
record Lookahead(int everySteps, double alpha, SlowStart start) implements Stage {
  private static final String SLOW = "slow-weights";

  Lookahead {
    Check.atLeast(1, "everySteps", everySteps);
    Check.shareFloat("alpha", alpha);
  }

  @Override
  public List<String> stateNames() {
    return List.of(SLOW);
  }

  @Override
  public boolean endsChain() {
    return true;
  }

  @Override
  public void apply(StageContext context, float[] update, int from, int to) {
    float[] slow = context.state(SLOW);
    float[] parameters = context.parameters();
    int shift = context.parameterShift();
    if (context.step() == 1) {
      System.arraycopy(parameters, from + shift, slow, from, to - from);
    }
    if (context.step() % everySteps != 0) {
      return;
    }
    boolean begins = start == SlowStart.FIRST_SYNCHRONIZATION && context.step() == everySteps;
    float rate = begins ? 1 : (float) alpha;
    for (int i = from; i < to; i++) {
      float w = parameters[i + shift];
      // At rate 1 this must be the fast weight itself, which s + (fast - s) may miss by a rounding.
      float fast = w - update[i];
      float s = begins ? fast : slow[i] + rate * (fast - slow[i]);
      slow[i] = s;
      update[i] = w - s;
    }
  }
}

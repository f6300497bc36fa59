package dev.largo.optim.transform;

import dev.largo.optim.numeric.Check;
import java.util.List;

/**
 * v = b v + (1 - b) u^2; u = (a + (1 - a) (lr' / lr) / (sqrt(v) + epsilon)) u, with a the
 * transition's share of SGD, lr the schedule's rate and lr' the rate of RMSProp.
 */
record ScaleByTransition(double beta, double epsilon, double rmsPropRate, Transition transition)
    implements Stage {
  ScaleByTransition {
    Check.fractionFloat("beta", beta);
    Check.positiveFloat("epsilon", epsilon);
    Check.notNegative("rmsPropRate", rmsPropRate);
  }

  @Override
  public List<String> stateNames() {
    return List.of(Moments.SECOND);
  }

  @Override
  public boolean squares() {
    return true;
  }

  @Override
  public void apply(StageContext context, float[] update, int from, int to) {
    float[] second = context.state(Moments.SECOND);
    float b = (float) beta;
    float fresh = (float) (1 - beta);
    float eps = (float) epsilon;
    double share = transition.shareOfSgd(context.step());
    double rate = context.learningRate();
    float plain = (float) share;
    // At a rate of 0 nothing moves, and the quotient has no value that a velocity could keep.
    float adaptive = rate < Float.MIN_NORMAL ? 0 : (float) ((1 - share) * rmsPropRate / rate);
    for (int i = from; i < to; i++) {
      float u = update[i];
      float v = Math.min(b * second[i] + fresh * (u * u), Float.MAX_VALUE);
      second[i] = v;
      update[i] = (plain + adaptive / ((float) Math.sqrt(v) + eps)) * u;
    }
  }
}

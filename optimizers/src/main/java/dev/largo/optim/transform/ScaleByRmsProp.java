package dev.largo.optim.transform;

import dev.largo.optim.numeric.Check;
import java.util.List;

/**
 * v = b v + (1 - b) u^2; u = u / (sqrt(v) + epsilon), v beginning at 0 without correction (Tieleman
 * and Hinton 2012, lecture 6.5). It stalls as {@link ScaleByAdam}'s does.
 */
record ScaleByRmsProp(double beta, double epsilon) implements Stage {
  ScaleByRmsProp {
    Check.fractionFloat("beta", beta);
    Check.positiveFloat("epsilon", epsilon);
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
    for (int i = from; i < to; i++) {
      float u = update[i];
      float v = Math.min(b * second[i] + fresh * (u * u), Float.MAX_VALUE);
      second[i] = v;
      update[i] = u / ((float) Math.sqrt(v) + eps);
    }
  }
}

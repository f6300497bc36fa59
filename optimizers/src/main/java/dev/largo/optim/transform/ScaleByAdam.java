package dev.largo.optim.transform;

import dev.largo.optim.numeric.Check;
import java.util.List;

/**
 * m = b1 m + (1 - b1) u; v = b2 v + (1 - b2) u^2; u = m' / (sqrt(v') + epsilon), m' and v' being
 * corrected for their bias (Kingma and Ba 2015, algorithm 1).
 */
record ScaleByAdam(double beta1, double beta2, double epsilon, BiasCorrection correction)
    implements Stage {
  static final String FIRST = "first-moment";
  static final String SECOND = "second-moment";

  ScaleByAdam {
    Check.fractionFloat("beta1", beta1);
    Check.fractionFloat("beta2", beta2);
    Check.positiveFloat("epsilon", epsilon);
  }

  @Override
  public List<String> stateNames() {
    return List.of(FIRST, SECOND);
  }

  @Override
  public boolean squares() {
    return true;
  }

  @Override
  public void apply(StageContext context, float[] update, int from, int to) {
    float[] first = context.state(FIRST);
    float[] second = context.state(SECOND);
    float b1 = (float) beta1;
    float b2 = (float) beta2;
    float new1 = (float) (1 - beta1);
    float new2 = (float) (1 - beta2);
    float scale1 = (float) (1 / correction.divisor(beta1, context.step()));
    float scale2 = (float) (1 / correction.divisor(beta2, context.step()));
    float eps = (float) epsilon;
    for (int i = from; i < to; i++) {
      float u = update[i];
      float m = b1 * first[i] + new1 * u;
      float v = Math.min(b2 * second[i] + new2 * (u * u), Float.MAX_VALUE);
      first[i] = m;
      second[i] = v;
      update[i] = m * scale1 / ((float) Math.sqrt(v * scale2) + eps);
    }
  }
}

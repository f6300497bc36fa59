package dev.largo.optim.transform;

import dev.largo.optim.numeric.Check;
import java.util.List;

/**
 * m = b1 m + (1 - b1) u; v = b2 v + (1 - b2) u^2; u = m' / (sqrt(v') + epsilon), m' and v' being
 * corrected for their bias (Kingma and Ba 2015, algorithm 1).
 *
 * <p>A moment in float32 stalls where (1 - b2) (u^2 - v) is lost in the rounding of v: it ends
 * within about 2^-23 / (1 - b2) of where it should, 1e-4 at 0.999 and 1e-3 at 0.9999, most often a
 * quarter of that; and its root, which divides the update, within half of it.
 */
record ScaleByAdam(double beta1, double beta2, double epsilon, BiasCorrection correction)
    implements Stage {
  ScaleByAdam {
    Check.fractionFloat("beta1", beta1);
    Check.fractionFloat("beta2", beta2);
    Check.positiveFloat("epsilon", epsilon);
  }

  @Override
  public List<String> stateNames() {
    return List.of(Moments.FIRST, Moments.SECOND);
  }

  @Override
  public boolean squares() {
    return true;
  }

  @Override
  public void apply(StageContext context, float[] update, int from, int to) {
    Moments.update(
        context,
        update,
        from,
        to,
        beta1,
        beta2,
        1 / correction.divisor(beta1, context.step()),
        1 / correction.divisor(beta2, context.step()),
        epsilon);
  }
}

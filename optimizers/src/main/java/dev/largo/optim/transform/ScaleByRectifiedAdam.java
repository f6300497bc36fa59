package dev.largo.optim.transform;

import dev.largo.optim.numeric.Check;
import java.util.List;

/**
 * Adam's moments m and v of u; then u = r m / (1 - b1^t) sqrt(1 - b2^t) / (sqrt(v) + epsilon) where
 * the rectification applies, and what {@link Unrectified} says where it does not.
 *
 * <p>Epsilon is added before the second moment's correction, unlike in Adam: so do the authors'
 * code and PyTorch.
 */
record ScaleByRectifiedAdam(
    double beta1, double epsilon, Rectification rectification, Unrectified unrectified)
    implements Stage {
  ScaleByRectifiedAdam {
    Check.fractionFloat("beta1", beta1);
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
    // Without rectification the quotient is m scale / 1, exactly.
    boolean rectified = rectification.appliesAt(context.step());
    Moments.update(
        context,
        update,
        from,
        to,
        beta1,
        rectification.beta2(),
        scale(context.step()),
        rectified ? 1 : 0,
        rectified ? epsilon : 1);
  }

  private double scale(long step) {
    double debias = 1 / BiasCorrection.ON.divisor(beta1, step);
    if (rectification.appliesAt(step)) {
      double debiasRoot = Math.sqrt(BiasCorrection.ON.divisor(rectification.beta2(), step));
      return rectification.factor(step) * debiasRoot * debias;
    }
    return unrectified == Unrectified.MOMENTUM ? debias : 0;
  }
}

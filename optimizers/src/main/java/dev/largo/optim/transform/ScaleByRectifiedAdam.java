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
    return List.of(ScaleByAdam.FIRST, ScaleByAdam.SECOND);
  }

  @Override
  public boolean squares() {
    return true;
  }

  @Override
  public void apply(StageContext context, float[] update, int from, int to) {
    float[] first = context.state(ScaleByAdam.FIRST);
    float[] second = context.state(ScaleByAdam.SECOND);
    double beta2 = rectification.beta2();
    float b1 = (float) beta1;
    float b2 = (float) beta2;
    float new1 = (float) (1 - beta1);
    float new2 = (float) (1 - beta2);
    boolean rectified = rectification.appliesAt(context.step());
    float scale = (float) scale(context.step());
    float eps = (float) epsilon;
    for (int i = from; i < to; i++) {
      float u = update[i];
      float m = b1 * first[i] + new1 * u;
      float v = Math.min(b2 * second[i] + new2 * (u * u), Float.MAX_VALUE);
      first[i] = m;
      second[i] = v;
      update[i] = rectified ? m * scale / ((float) Math.sqrt(v) + eps) : m * scale;
    }
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

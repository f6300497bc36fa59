package dev.largo.optim;

import static dev.largo.optim.transform.GradientTransform.chain;
import static dev.largo.optim.transform.Transforms.addDecayedWeights;
import static dev.largo.optim.transform.Transforms.heavyBall;
import static dev.largo.optim.transform.Transforms.nesterovMomentum;
import static dev.largo.optim.transform.Transforms.scaleByLearningRate;
import static dev.largo.optim.transform.Transforms.scaleByTrustRatio;

import dev.largo.optim.layout.Role;
import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.LarsRatio;
import java.util.Set;

/**
 * Published optimizers as chains.
 *
 * <p>g: mean gradient of the global batch; w: weights; v: velocity, 0 at first; lr: the schedule's
 * rate at the step; wd: coupled weight decay; m: momentum.
 */
public final class Optimizers {
  /**
   * Biases and the scales and shifts of normalization: decay would pull them off the values that
   * normalization needs, and their norms say nothing of the layer's scale (Goyal et al. 2017,
   * section 5.1; You et al. 2017's public implementation).
   */
  public static final Set<Role> EXCLUDED_BY_DEFAULT =
      Set.of(Role.BIAS, Role.NORM_SCALE, Role.NORM_SHIFT);

  private Optimizers() {}

  /** w -= lr (g + wd w). */
  public static GradientTransform sgd(SgdSpec spec) {
    return chain(addDecayedWeights(spec.weightDecay(), spec.excluded()), scaleByLearningRate());
  }

  /** v = m v + (g + wd w); w -= lr v: the rate outside of the velocity. */
  public static GradientTransform momentum(MomentumSpec spec) {
    return chain(
        addDecayedWeights(spec.weightDecay(), spec.excluded()),
        heavyBall(spec.momentum()),
        scaleByLearningRate());
  }

  /** u = g + wd w; v = m v + u; w -= lr (u + m v). */
  public static GradientTransform nesterov(MomentumSpec spec) {
    return chain(
        addDecayedWeights(spec.weightDecay(), spec.excluded()),
        nesterovMomentum(spec.momentum()),
        scaleByLearningRate());
  }

  /**
   * LARS: v = m v + lr lambda (g + wd w); w -= v, the rate inside of the velocity, with lambda =
   * eta ||w|| / (||g|| + wd ||w|| + epsilon) for each layer, and 1 where either norm is 0. Excluded
   * roles: v = m v + lr g.
   *
   * <p>You, Gitman and Ginsburg 2017 (arXiv 1708.03888), algorithm 1.
   */
  public static GradientTransform lars(LarsSpec spec) {
    return chain(larsUpdate(spec), heavyBall(spec.momentum()));
  }

  /** LARS with Nesterov's momentum: u = lr lambda (g + wd w); v = m v + u; w -= u + m v. */
  public static GradientTransform larsNesterov(LarsSpec spec) {
    return chain(larsUpdate(spec), nesterovMomentum(spec.momentum()));
  }

  private static GradientTransform larsUpdate(LarsSpec spec) {
    LarsRatio ratio = new LarsRatio(spec.trustCoefficient(), spec.weightDecay(), spec.epsilon());
    return chain(
        addDecayedWeights(spec.weightDecay(), spec.excluded()),
        scaleByTrustRatio(ratio, spec.excluded()),
        scaleByLearningRate());
  }
}

package dev.largo.optim;

import static dev.largo.optim.transform.GradientTransform.chain;
import static dev.largo.optim.transform.Transforms.addDecayedWeights;
import static dev.largo.optim.transform.Transforms.heavyBall;
import static dev.largo.optim.transform.Transforms.nesterovMomentum;
import static dev.largo.optim.transform.Transforms.scaleByAdam;
import static dev.largo.optim.transform.Transforms.scaleByLearningRate;
import static dev.largo.optim.transform.Transforms.scaleByTrustRatio;

import dev.largo.optim.layout.Role;
import dev.largo.optim.transform.BiasCorrection;
import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.LarsRatio;
import java.util.Set;

/**
 * Published optimizers as chains.
 *
 * <p>g: mean gradient of the global batch; w: weights; v: velocity, 0 at first; lr: the schedule's
 * rate at the step; wd: weight decay; m: momentum.
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

  /** Adam on g + wd w (Kingma and Ba 2015, with coupled decay). */
  public static GradientTransform adam(AdamSpec spec) {
    return chain(
        addDecayedWeights(spec.weightDecay(), spec.excluded()),
        scaleByAdam(spec.beta1(), spec.beta2(), spec.epsilon(), BiasCorrection.ON),
        scaleByLearningRate());
  }

  /** AdamW: u = Adam's update of g; w -= lr (u + wd w) (Loshchilov and Hutter 2019). */
  public static GradientTransform adamW(AdamSpec spec) {
    return chain(
        scaleByAdam(spec.beta1(), spec.beta2(), spec.epsilon(), BiasCorrection.ON),
        addDecayedWeights(spec.weightDecay(), spec.excluded()),
        scaleByLearningRate());
  }

  /**
   * LAMB: u = Adam's update of g, plus wd w; w -= lr phi(||w||) / ||u|| u for each layer.
   *
   * <p>You et al. 2020 (arXiv 1904.00962), algorithm 2.
   */
  public static GradientTransform lamb(LambSpec spec) {
    return chain(
        scaleByAdam(spec.beta1(), spec.beta2(), spec.epsilon(), spec.correction()),
        addDecayedWeights(spec.weightDecay(), spec.notDecayed()),
        scaleByTrustRatio(spec.ratio(), spec.notAdapted()),
        scaleByLearningRate());
  }

  private static GradientTransform larsUpdate(LarsSpec spec) {
    LarsRatio ratio = new LarsRatio(spec.trustCoefficient(), spec.weightDecay(), spec.epsilon());
    return chain(
        addDecayedWeights(spec.weightDecay(), spec.excluded()),
        scaleByTrustRatio(ratio, spec.excluded()),
        scaleByLearningRate());
  }
}

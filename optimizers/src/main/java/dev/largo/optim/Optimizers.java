package dev.largo.optim;

import static dev.largo.optim.transform.GradientTransform.chain;
import static dev.largo.optim.transform.Transforms.addDecayedWeights;
import static dev.largo.optim.transform.Transforms.addDecayedWeightsWhenRectified;
import static dev.largo.optim.transform.Transforms.centralize;
import static dev.largo.optim.transform.Transforms.heavyBall;
import static dev.largo.optim.transform.Transforms.nesterovMomentum;
import static dev.largo.optim.transform.Transforms.scaleByAdagrad;
import static dev.largo.optim.transform.Transforms.scaleByAdam;
import static dev.largo.optim.transform.Transforms.scaleByLearningRate;
import static dev.largo.optim.transform.Transforms.scaleByRectifiedAdam;
import static dev.largo.optim.transform.Transforms.scaleByRmsProp;
import static dev.largo.optim.transform.Transforms.scaleByTransition;
import static dev.largo.optim.transform.Transforms.scaleByTrustRatio;
import static dev.largo.optim.transform.Transforms.whereNormsAreNonZero;

import dev.largo.optim.layout.Role;
import dev.largo.optim.transform.BiasCorrection;
import dev.largo.optim.transform.Centralized;
import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.LarcRatio;
import dev.largo.optim.transform.LarsRatio;
import dev.largo.optim.transform.Stage;
import dev.largo.optim.transform.Transforms;
import dev.largo.optim.transform.Unrectified;
import java.util.Set;

/**
 * Published optimizers as chains, each in the form of its paper. {@link PublicVariants} has the
 * forms of public code that differ.
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

  /**
   * Momentum with gradient centralization: u = g + wd w, centralized; v = m v + u; w -= lr v (Yong
   * et al. 2020, arXiv 2004.01461, algorithm 1).
   */
  public static GradientTransform momentumCentralized(MomentumSpec spec, Centralized layers) {
    return chain(
        addDecayedWeights(spec.weightDecay(), spec.excluded()),
        centralize(layers),
        heavyBall(spec.momentum()),
        scaleByLearningRate());
  }

  /** u = g + wd w; v = m v + u; w -= lr (u + m v) (Sutskever et al. 2013). */
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

  /**
   * LARC as in NVIDIA apex: a layer's rate is min(lambda, lr), lambda as in {@link #lars}; v = m v
   * + min(lambda / lr, 1) (g + wd w); w -= lr v. Where a norm is 0 there is no decay either. apex
   * itself adapts every layer.
   */
  public static GradientTransform larc(LarsSpec spec) {
    return larc(spec, scaleByTrustRatio(new LarcRatio(larsRatio(spec)), spec.excluded()));
  }

  /** s += u^2 with u = g + wd w; w -= lr u / (sqrt(s) + epsilon) (Duchi, Hazan, Singer 2011). */
  public static GradientTransform adagrad(AdagradSpec spec) {
    return chain(
        addDecayedWeights(spec.weightDecay(), spec.excluded()),
        scaleByAdagrad(spec.epsilon()),
        scaleByLearningRate());
  }

  /**
   * s = b s + (1 - b) u^2 with u = g + wd w; w -= lr u / (sqrt(s) + epsilon) (Tieleman and Hinton
   * 2012; epsilon outside of the root, as in PyTorch).
   */
  public static GradientTransform rmsProp(RmsPropSpec spec) {
    return chain(
        addDecayedWeights(spec.weightDecay(), spec.excluded()),
        scaleByRmsProp(spec.beta(), spec.epsilon()),
        scaleByLearningRate());
  }

  /** Adam on g + wd w (Kingma and Ba 2015, with coupled decay). */
  public static GradientTransform adam(AdamSpec spec) {
    return chain(
        addDecayedWeights(spec.weightDecay(), spec.excluded()),
        scaleByAdam(spec.beta1(), spec.beta2(), spec.epsilon(), BiasCorrection.ON),
        scaleByLearningRate());
  }

  /**
   * Adam with gradient centralization: on g + wd w, centralized (Yong et al. 2020, algorithm 2; in
   * their code {@code gc_loc=True}).
   */
  public static GradientTransform adamCentralized(AdamSpec spec, Centralized layers) {
    return chain(
        addDecayedWeights(spec.weightDecay(), spec.excluded()),
        centralize(layers),
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

  /**
   * RAdam with decoupled decay, as in its authors' code: u = RAdam's update of g; w -= lr (u + wd
   * w) (Liu et al. 2020, arXiv 1908.03265, algorithm 2).
   */
  public static GradientTransform rAdam(RAdamSpec spec) {
    return chain(rectified(spec), decoupledDecay(spec), scaleByLearningRate());
  }

  /**
   * Ralamb as it is meant: RAdam's update plus wd w, scaled by LAMB's trust ratio, phi(||w||) /
   * ||u||. Without a paper; the name is that of the public code, {@link
   * PublicVariants#ralambOver9000}.
   */
  public static GradientTransform ralamb(RalambSpec spec) {
    return chain(
        rectified(spec.radam()),
        decoupledDecay(spec.radam()),
        scaleByTrustRatio(spec.ratio(), spec.notAdapted()),
        scaleByLearningRate());
  }

  /**
   * Lookahead around any chain: every k steps s += alpha (w - s), w = s, with s the initial weights
   * at first (Zhang et al. 2019, arXiv 1907.08610, algorithm 1; k = 5 or 6, alpha = 0.5).
   */
  public static GradientTransform lookahead(GradientTransform inner, LookaheadSpec spec) {
    return Transforms.lookahead(inner, spec.everySteps(), spec.alpha(), spec.start());
  }

  /**
   * Ranger: RAdam with decoupled decay on the centralized gradient, within Lookahead, as in
   * lessw2020's {@code ranger.py}. {@link RangerSpec} has its constants.
   */
  public static GradientTransform ranger(RangerSpec spec) {
    return lookahead(centralizedRAdam(spec.radam(), spec.centralized()), spec.lookahead());
  }

  /** {@link #rAdam} on the centralized gradient: what Ranger has within Lookahead. */
  public static GradientTransform centralizedRAdam(RAdamSpec spec, Centralized layers) {
    return chain(centralize(layers), rAdam(spec));
  }

  /** RangerLars as it is meant: {@link #ralamb} within {@link #lookahead}. */
  public static GradientTransform rangerLars(RalambSpec spec, LookaheadSpec lookahead) {
    return lookahead(ralamb(spec), lookahead);
  }

  /**
   * The hybrid of the 15-minute ImageNet paper: s = b s + (1 - b) g^2; v = m v + (alpha_SGD +
   * alpha_RMS / (sqrt(s) + epsilon)) g; w -= lr v, with alpha_RMS = (1 - alpha_SGD) times the
   * RMSProp rate over lr, and one velocity for both parts.
   *
   * <p>Akiba, Suzuki and Fukuda 2017 (arXiv 1711.04325), section 3. Its rate has a slow start of
   * its own: do not warm it up from 0.
   */
  public static GradientTransform rmsPropToMomentum(HybridSpec spec) {
    return chain(
        addDecayedWeights(spec.weightDecay(), spec.excluded()),
        scaleByTransition(spec.beta(), spec.epsilon(), spec.rmsPropRate(), spec.transition()),
        heavyBall(spec.momentum()),
        scaleByLearningRate());
  }

  static GradientTransform larsUpdate(LarsSpec spec) {
    return chain(
        addDecayedWeights(spec.weightDecay(), spec.excluded()),
        scaleByTrustRatio(larsRatio(spec), spec.excluded()),
        scaleByLearningRate());
  }

  static LarsRatio larsRatio(LarsSpec spec) {
    return new LarsRatio(spec.trustCoefficient(), spec.weightDecay(), spec.epsilon());
  }

  static GradientTransform larc(LarsSpec spec, Stage adaptation) {
    return chain(
        whereNormsAreNonZero(addDecayedWeights(spec.weightDecay(), spec.excluded())),
        adaptation,
        heavyBall(spec.momentum()),
        scaleByLearningRate());
  }

  static Stage rectified(RAdamSpec spec) {
    return scaleByRectifiedAdam(
        spec.beta1(), spec.epsilon(), spec.rectification(), spec.unrectified());
  }

  static Stage decoupledDecay(RAdamSpec spec) {
    return spec.unrectified() == Unrectified.MOMENTUM
        ? addDecayedWeights(spec.weightDecay(), spec.excluded())
        : addDecayedWeightsWhenRectified(spec.weightDecay(), spec.excluded(), spec.rectification());
  }
}

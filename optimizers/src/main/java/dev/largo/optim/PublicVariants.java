package dev.largo.optim;

import static dev.largo.optim.transform.GradientTransform.chain;
import static dev.largo.optim.transform.Transforms.addDecayedWeights;
import static dev.largo.optim.transform.Transforms.clipByGlobalNorm;
import static dev.largo.optim.transform.Transforms.heavyBall;
import static dev.largo.optim.transform.Transforms.scaleByLearningRate;
import static dev.largo.optim.transform.Transforms.scaleByNewWeightRatio;
import static dev.largo.optim.transform.Transforms.scaleByTrustRatio;

import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.LarsNormOfSumRatio;
import dev.largo.optim.transform.MomentumCorrection;

/**
 * Optimizers as widely used code has them, where that differs from the paper's form in {@link
 * Optimizers}. Symbols as there.
 */
public final class PublicVariants {
  private PublicVariants() {}

  /**
   * v = m v + lr (g + wd w); w -= v: the rate inside of the velocity, as in Caffe and Chainer.
   * Where the rate changes, the velocity keeps the old one for a while (Goyal et al. 2017, section
   * 3.2).
   */
  public static GradientTransform momentumRateInside(MomentumSpec spec) {
    return chain(
        addDecayedWeights(spec.weightDecay(), spec.excluded()),
        scaleByLearningRate(),
        heavyBall(spec.momentum()));
  }

  /**
   * {@link #momentumRateInside} with Goyal's correction: the velocity is multiplied by lr over the
   * rate before. In exact arithmetic the same as {@link Optimizers#momentum} (Goyal et al. 2017,
   * arXiv 1706.02677, remark 2), unless a rate is 0: what was gathered up to such a step is lost,
   * where momentum proper keeps it. So do not warm it up from 0.
   */
  public static GradientTransform momentumCorrected(MomentumSpec spec) {
    return chain(
        addDecayedWeights(spec.weightDecay(), spec.excluded()),
        scaleByLearningRate(),
        heavyBall(spec.momentum(), MomentumCorrection.RATE_QUOTIENT));
  }

  /**
   * LARS as in NVIDIA's MLPerf submissions with MXNet: {@link Optimizers#lars} with Goyal's
   * correction of the velocity where the rate changes. A rate of 0 loses the velocity, as in {@link
   * #momentumCorrected}.
   */
  public static GradientTransform larsMlperf(LarsSpec spec) {
    return chain(
        Optimizers.larsUpdate(spec), heavyBall(spec.momentum(), MomentumCorrection.RATE_QUOTIENT));
  }

  /**
   * LARS as in optax: lambda = eta ||w|| / (||g + wd w|| + epsilon), the rate inside of the
   * velocity. optax itself excludes nothing.
   */
  public static GradientTransform larsOptax(LarsSpec spec) {
    return chain(larsNormOfSum(spec), scaleByLearningRate(), heavyBall(spec.momentum()));
  }

  /**
   * LARS as in Facebook's self-supervised learners (Barlow Twins, VISSL, MoCo v3): lambda as in
   * {@link #larsOptax}, but the rate outside of the velocity.
   */
  public static GradientTransform larsBarlowTwins(LarsSpec spec) {
    return chain(larsNormOfSum(spec), heavyBall(spec.momentum()), scaleByLearningRate());
  }

  /** LARC that multiplies instead of clipping ({@code clip=False}): v = m v + lambda (g + wd w). */
  public static GradientTransform larcScale(LarsSpec spec) {
    return Optimizers.larc(spec, scaleByTrustRatio(Optimizers.larsRatio(spec), spec.excluded()));
  }

  /**
   * LAMB as in NVIDIA apex ({@code FusedLAMB}): {@link Optimizers#lamb} behind a clipping of all
   * gradients together. apex adapts what it decays, or with {@code use_nvlamb} every layer.
   *
   * @param maxGradientNorm above 0; 1 in apex
   */
  public static GradientTransform lambApex(LambSpec spec, double maxGradientNorm) {
    return chain(clipByGlobalNorm(maxGradientNorm), Optimizers.lamb(spec));
  }

  /** RAdam on g + wd w, as in PyTorch. */
  public static GradientTransform rAdamCoupled(RAdamSpec spec) {
    return chain(
        addDecayedWeights(spec.weightDecay(), spec.excluded()),
        Optimizers.rectified(spec),
        scaleByLearningRate());
  }

  /**
   * Ralamb as it is coded in mgrankin/over9000: d = lr times RAdam's update; w' = (1 - lr wd) w; w
   * = w' - phi(||w'||) / ||w' - d|| d. The ratio is of old to new weights, and stays near 1
   * whatever the step. Every layer is adapted.
   */
  public static GradientTransform ralambOver9000(RalambSpec spec) {
    RAdamSpec radam = spec.radam();
    return chain(
        Optimizers.rectified(radam),
        Optimizers.decoupledDecay(radam),
        scaleByLearningRate(),
        scaleByNewWeightRatio(radam.weightDecay(), radam.excluded(), spec.ratio()));
  }

  /**
   * RangerLars as it is coded in mgrankin/over9000: {@link #ralambOver9000} within {@link
   * Optimizers#lookahead}, whose first synchronization is lost there ({@link
   * dev.largo.optim.transform.SlowStart#FIRST_SYNCHRONIZATION}).
   */
  public static GradientTransform rangerLarsOver9000(RalambSpec spec, LookaheadSpec lookahead) {
    return Optimizers.lookahead(ralambOver9000(spec), lookahead);
  }

  private static GradientTransform larsNormOfSum(LarsSpec spec) {
    LarsNormOfSumRatio ratio = new LarsNormOfSumRatio(spec.trustCoefficient(), spec.epsilon());
    return chain(
        addDecayedWeights(spec.weightDecay(), spec.excluded()),
        scaleByTrustRatio(ratio, spec.excluded()));
  }
}

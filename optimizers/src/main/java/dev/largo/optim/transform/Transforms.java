package dev.largo.optim.transform;

import dev.largo.optim.layout.Role;
import java.util.Set;

/** Factories of the transformations, named for what they do to the update u. */
public final class Transforms {
  private Transforms() {}

  /**
   * u += wd w (coupled, "L2" decay), except on segments of the {@code excluded} roles.
   *
   * @param weightDecay at least 0
   */
  public static Stage addDecayedWeights(double weightDecay, Set<Role> excluded) {
    return new AddDecayedWeights(weightDecay, excluded);
  }

  /**
   * {@code stage} on segments whose weights and raw gradient are not all zero, and nothing on
   * others: apex's LARC does not decay those.
   */
  public static Stage whereNormsAreNonZero(Stage stage) {
    return new WhereNormsAreNonZero(stage);
  }

  /**
   * {@link #addDecayedWeights} at the steps where the rectification applies: with {@link
   * Unrectified#NOTHING} no weight moves before.
   */
  public static Stage addDecayedWeightsWhenRectified(
      double weightDecay, Set<Role> excluded, Rectification rectification) {
    return new WhenRectified(new AddDecayedWeights(weightDecay, excluded), rectification);
  }

  /** u *= the layer's trust ratio, except on segments of the {@code excluded} roles. */
  public static Stage scaleByTrustRatio(TrustRatio ratio, Set<Role> excluded) {
    return new ScaleByTrustRatio(ratio, excluded);
  }

  /**
   * u -= the mean of u over the inputs of its output unit, in the given layers: gradient
   * centralization. Units of a single input are left alone, where it would leave nothing.
   */
  public static Stage centralize(Centralized layers) {
    return new Centralize(layers);
  }

  /**
   * u *= min(1, limit / ||g||), with the norm of the whole raw gradient: in front of everything
   * else, or behind other clipping.
   *
   * @param limit above 0
   */
  public static Stage clipByGlobalNorm(double limit) {
    return new ClipByGlobalNorm(limit);
  }

  /**
   * u *= min(1, limit / ||u||) for each segment by itself.
   *
   * @param limit above 0
   */
  public static Stage clipByLayerNorm(double limit) {
    return new ClipByLayerNorm(limit);
  }

  /**
   * u_i *= min(1, clipping max(||w_i||, epsilon) / ||u_i||) for each unit i: adaptive gradient
   * clipping.
   *
   * @param clipping above 0; from 0.01 for batches of 4,096 to 0.16 for small ones in the paper
   * @param epsilon norm below which weights count as that, above 0; 0.001 in the paper
   * @param exceptLayers names of layers of the layout that are not clipped; in the paper the last
   *     linear one
   */
  public static Stage adaptiveClip(double clipping, double epsilon, Set<String> exceptLayers) {
    return new AdaptiveClip(clipping, epsilon, exceptLayers);
  }

  /** u *= the learning rate. In front of {@link #heavyBall} the rate goes into the velocity. */
  public static Stage scaleByLearningRate() {
    return new ScaleByLearningRate();
  }

  /**
   * v = m v + u; u = v. State: {@code momentum}.
   *
   * @param momentum m, in [0, 1)
   */
  public static Stage heavyBall(double momentum) {
    return heavyBall(momentum, MomentumCorrection.NONE);
  }

  /**
   * {@link #heavyBall(double)} with a correction for changes of the rate, which makes sense behind
   * {@link #scaleByLearningRate}.
   */
  public static Stage heavyBall(double momentum, MomentumCorrection correction) {
    return new HeavyBall(momentum, correction);
  }

  /**
   * v = m v + u; u = u + m v. State: {@code momentum}.
   *
   * @param momentum m, in [0, 1)
   */
  public static Stage nesterovMomentum(double momentum) {
    return new NesterovMomentum(momentum);
  }

  /**
   * u becomes Adam's quotient of its moments. State: {@code first-moment}, {@code second-moment}.
   *
   * @param beta1 in [0, 1)
   * @param beta2 in [0, 1)
   * @param epsilon above 0
   */
  public static Stage scaleByAdam(
      double beta1, double beta2, double epsilon, BiasCorrection correction) {
    return new ScaleByAdam(beta1, beta2, epsilon, correction);
  }

  /**
   * u is divided by the root of the sum of its squares so far. State: {@code sum-of-squares}.
   *
   * @param epsilon above 0
   */
  public static Stage scaleByAdagrad(double epsilon) {
    return new ScaleByAdagrad(epsilon);
  }

  /**
   * u is divided by the root of the running mean of its squares. State: {@code second-moment}.
   *
   * @param beta decay rate of the mean, in [0, 1)
   * @param epsilon above 0
   */
  public static Stage scaleByRmsProp(double beta, double epsilon) {
    return new ScaleByRmsProp(beta, epsilon);
  }

  /**
   * u becomes RAdam's rectified quotient of its moments. State: {@code first-moment}, {@code
   * second-moment}.
   *
   * @param beta1 in [0, 1)
   * @param epsilon above 0
   */
  public static Stage scaleByRectifiedAdam(
      double beta1, double epsilon, Rectification rectification, Unrectified unrectified) {
    return new ScaleByRectifiedAdam(beta1, epsilon, rectification, unrectified);
  }

  /**
   * u becomes the hybrid's mixture of itself and RMSProp's quotient. State: {@code second-moment}.
   *
   * @param beta decay rate of the second moment, in [0, 1)
   * @param epsilon above 0
   * @param rmsPropRate the learning rate of the RMSProp part, at least 0
   */
  public static Stage scaleByTransition(
      double beta, double epsilon, double rmsPropRate, Transition transition) {
    return new ScaleByTransition(beta, epsilon, rmsPropRate, transition);
  }

  /**
   * The quirk of Over9000's public code, for an update that is already multiplied by the rate: the
   * step is scaled by phi(||old weights||) / ||new weights||, not by phi(||w||) / ||step||.
   *
   * @param weightDecay the decay that the update contains, at least 0
   * @param notDecayed roles whose update contains none
   */
  public static GradientTransform scaleByNewWeightRatio(
      double weightDecay, Set<Role> notDecayed, LambRatio phi) {
    return GradientTransform.chain(
        new NewWeights(), new ScaleByNewWeightRatio(weightDecay, notDecayed, phi));
  }

  /**
   * Lookahead around {@code inner}: the fast weights follow it, and every so many steps go back to
   * slow weights, which then move toward them by {@code alpha}. Nothing may follow it in a chain.
   * State: {@code slow-weights}.
   *
   * @param everySteps k, at least 1
   * @param alpha in (0, 1]
   */
  public static GradientTransform lookahead(
      GradientTransform inner, int everySteps, double alpha, SlowStart start) {
    return GradientTransform.chain(inner, new Lookahead(everySteps, alpha, start));
  }
}

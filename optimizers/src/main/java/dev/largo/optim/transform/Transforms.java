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

  /** u *= the layer's trust ratio, except on segments of the {@code excluded} roles. */
  public static Stage scaleByTrustRatio(TrustRatio ratio, Set<Role> excluded) {
    return new ScaleByTrustRatio(ratio, excluded);
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
    return new HeavyBall(momentum);
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
}

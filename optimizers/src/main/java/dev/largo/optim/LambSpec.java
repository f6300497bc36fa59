package dev.largo.optim;

import dev.largo.optim.layout.Role;
import dev.largo.optim.numeric.Check;
import dev.largo.optim.transform.BiasCorrection;
import dev.largo.optim.transform.LambRatio;
import java.util.Set;

/**
 * Layer-wise adaptive moments.
 *
 * @param beta1 decay rate of the first moment, in [0, 1)
 * @param beta2 decay rate of the second moment, in [0, 1)
 * @param epsilon added to the square root, above 0
 * @param weightDecay decay wd, decoupled from the moments, at least 0
 * @param ratio the bounds of phi
 * @param correction of the moments' bias; on in the paper
 * @param notDecayed roles that are not decayed
 * @param notAdapted roles whose trust ratio is 1
 */
public record LambSpec(
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    LambRatio ratio,
    BiasCorrection correction,
    Set<Role> notDecayed,
    Set<Role> notAdapted) {
  public LambSpec {
    Check.fractionFloat("beta1", beta1);
    Check.fractionFloat("beta2", beta2);
    Check.positiveFloat("epsilon", epsilon);
    Check.notNegativeFloat("weightDecay", weightDecay);
    notDecayed = Set.copyOf(notDecayed);
    notAdapted = Set.copyOf(notAdapted);
  }

  /**
   * Version 3 of the paper's code as in cybertronai/pytorch-lamb: no correction of the bias, phi(z)
   * = min(max(z, 0), 10), every role decayed and adapted.
   */
  public static LambSpec version3(double weightDecay) {
    return new LambSpec(
        0.9,
        0.999,
        1e-6,
        weightDecay,
        new LambRatio(0, 10),
        BiasCorrection.OFF,
        Set.of(),
        Set.of());
  }

  /** The paper's algorithm with phi(z) = z, with {@link Optimizers#EXCLUDED_BY_DEFAULT}. */
  public LambSpec(double weightDecay) {
    this(
        0.9,
        0.999,
        1e-6,
        weightDecay,
        LambRatio.UNBOUNDED,
        BiasCorrection.ON,
        Optimizers.EXCLUDED_BY_DEFAULT,
        Optimizers.EXCLUDED_BY_DEFAULT);
  }
}

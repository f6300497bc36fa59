package dev.largo.config;

import dev.largo.optim.layout.Role;
import java.util.Set;

/**
 * The optimizer and its constants.
 *
 * @param name sgd, momentum, nesterov or lars
 * @param momentum in [0, 1)
 * @param weightDecay coupled decay, at least 0
 * @param trustCoefficient LARS's eta, above 0
 * @param epsilon added to the trust ratio's denominator, at least 0
 * @param exclude roles that are neither decayed nor adapted
 */
public record OptimizerConfig(
    String name,
    double momentum,
    double weightDecay,
    double trustCoefficient,
    double epsilon,
    Set<Role> exclude) {
  public OptimizerConfig {
    exclude = Set.copyOf(exclude);
  }
}

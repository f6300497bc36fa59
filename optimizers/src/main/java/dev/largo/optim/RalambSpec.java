package dev.largo.optim;

import dev.largo.optim.layout.Role;
import dev.largo.optim.transform.LambRatio;
import dev.largo.optim.transform.Unrectified;
import java.util.Set;

/**
 * Rectified Adam with a trust ratio.
 *
 * @param radam the moments and the decay; unrectified steps must go by momentum
 * @param ratio the bounds of phi
 * @param notAdapted roles whose trust ratio is 1; the public form has none
 */
public record RalambSpec(RAdamSpec radam, LambRatio ratio, Set<Role> notAdapted) {
  public RalambSpec {
    if (radam.unrectified() != Unrectified.MOMENTUM) {
      throw new IllegalArgumentException(
          "unrectified must be MOMENTUM under a trust ratio: " + radam.unrectified());
    }
    notAdapted = Set.copyOf(notAdapted);
  }

  /** The bounds 0 and 10 of the public code, {@link Optimizers#EXCLUDED_BY_DEFAULT} not adapted. */
  public RalambSpec(RAdamSpec radam) {
    this(radam, new LambRatio(0, 10), Optimizers.EXCLUDED_BY_DEFAULT);
  }
}

package dev.largo.optim.transform;

import dev.largo.optim.layout.Role;
import dev.largo.optim.numeric.Check;
import dev.largo.optim.numeric.Vectors;
import java.util.Set;

/** u += wd w: the gradient of the penalty wd/2 ||w||^2, for segments of the roles not excluded. */
record AddDecayedWeights(double weightDecay, Set<Role> excluded) implements Stage {
  AddDecayedWeights {
    Check.notNegativeFloat("weightDecay", weightDecay);
    excluded = Set.copyOf(excluded);
  }

  @Override
  public double weightDecay() {
    return weightDecay;
  }

  @Override
  public void apply(StageContext context, float[] update, int from, int to) {
    if (weightDecay == 0 || excluded.contains(context.segment().role())) {
      return;
    }
    Vectors.addScaled(
        update, from, to, (float) weightDecay, context.parameters(), context.parameterShift());
  }
}

package dev.largo.optim.schedule;

import dev.largo.optim.numeric.Check;

/**
 * {@code first} for {@code steps} updates, then {@code next} from its own step 0 on.
 *
 * @param steps at least 0
 */
record Piecewise(Schedule first, long steps, Schedule next) implements Schedule {
  Piecewise {
    Check.atLeast(0, "steps", steps);
  }

  @Override
  public double rate(long step) {
    return step < steps ? first.rate(step) : next.rate(step - steps);
  }

  @Override
  public String describe() {
    return first.describe() + "; from step " + steps + " on " + next.describe();
  }
}

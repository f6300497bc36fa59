package dev.largo.optim.schedule;

import dev.largo.optim.numeric.Check;

/**
 * A schedule without its first {@code skipped} steps.
 *
 * @param skipped at least 0
 */
record LateStart(Schedule schedule, long skipped) implements Schedule {
  LateStart {
    Check.atLeast(0, "skipped", skipped);
  }

  @Override
  public double rate(long step) {
    Check.atLeast(0, "step", step);
    return schedule.rate(step + skipped);
  }

  @Override
  public String describe() {
    return schedule.describe() + ", begun at its step " + skipped;
  }
}

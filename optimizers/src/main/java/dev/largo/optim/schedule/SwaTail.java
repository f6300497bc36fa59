package dev.largo.optim.schedule;

import dev.largo.optim.numeric.Check;

/**
 * The rate of SWA's own experiments: {@code initial} for half of the time before averaging, then a
 * linear fall to {@code swa} at nine tenths of it, then {@code swa} (Izmailov et al. 2018, arXiv
 * 1803.05407, section 4, in its public code's form).
 *
 * @param start steps before the averaging phase, at least 1
 */
record SwaTail(double initial, double swa, long start) implements Schedule {
  private static final double FALL_FROM = 0.5;
  private static final double FALL_TO = 0.9;

  SwaTail {
    Check.positive("initial", initial);
    Check.notNegative("swa", swa);
    Check.atLeast(1, "start", start);
  }

  @Override
  public double rate(long step) {
    Check.atLeast(0, "step", step);
    double done = (double) step / start;
    if (done <= FALL_FROM) {
      return initial;
    }
    if (done > FALL_TO) {
      return swa;
    }
    return initial - (initial - swa) * (done - FALL_FROM) / (FALL_TO - FALL_FROM);
  }

  @Override
  public String describe() {
    return initial + ", falling to " + swa + " before step " + start + ", then constant";
  }
}

package dev.largo.optim.schedule;

import dev.largo.optim.numeric.Check;

/** {@link AdaptiveRate} on the validation loss: lowered where it stalls. */
final class PlateauDecay implements AdaptiveRate {
  private final PlateauSpec spec;
  private double rate;
  private double best = Double.POSITIVE_INFINITY;
  private long stalled;
  private long cooling;

  PlateauDecay(PlateauSpec spec) {
    this.spec = spec;
    rate = spec.rate();
  }

  @Override
  public double rate() {
    return rate;
  }

  @Override
  public void observe(double loss) {
    if (Double.isNaN(loss)) {
      throw new IllegalArgumentException("loss must not be NaN");
    }
    if (loss < best * (1 - spec.threshold())) {
      best = loss;
      stalled = 0;
    } else {
      stalled++;
    }
    if (cooling > 0) {
      cooling--;
      stalled = 0;
    }
    if (stalled > spec.patience()) {
      rate = Math.max(spec.least(), rate * spec.factor());
      cooling = spec.cooldown();
      stalled = 0;
    }
  }

  @Override
  public double[] state() {
    return new double[] {rate, best, stalled, cooling};
  }

  @Override
  public void restore(double[] state) {
    if (state.length != 4) {
      throw new IllegalArgumentException("plateau state has " + state.length + " values, not 4");
    }
    Check.notNegative("plateau state: rate", state[0]);
    if (Double.isNaN(state[1])) {
      throw new IllegalArgumentException("plateau state: best loss must not be NaN");
    }
    long savedStalled = Check.count("plateau state: stalled", state[2]);
    long savedCooling = Check.count("plateau state: cooling", state[3]);
    rate = state[0];
    best = state[1];
    stalled = savedStalled;
    cooling = savedCooling;
  }

  @Override
  public String describe() {
    return spec.rate()
        + ", times "
        + spec.factor()
        + " after "
        + (spec.patience() + 1)
        + " evaluations without a lower loss";
  }
}

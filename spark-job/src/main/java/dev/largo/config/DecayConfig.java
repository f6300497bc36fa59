package dev.largo.config;

import java.util.List;
import java.util.Set;

/**
 * What happens to the rate after warm-up. Each kind uses some of the values; the others stand at
 * their defaults.
 *
 * @param power exponent of polynomial decay
 * @param endLr rate at the end of polynomial and cosine decay; lower end of triangles; what
 *     staircase and plateau leave at least; the averaging phase's, of swa-tail
 * @param milestones epochs at which step multiplies the rate by {@code factor}, and piecewise goes
 *     on to the next of {@code rates}
 * @param rates of piecewise, at the reference global batch
 * @param every interval in which exponential and staircase decay multiply by {@code factor}; half a
 *     triangle
 * @param slope per epoch, of inverse-time decay
 * @param weightDecay that exponential growth stands in for
 * @param patience evaluations without improvement that plateau bears
 * @param threshold share of the loss by which it must fall to count as improved
 * @param cooldown evaluations after a reduction that do not count
 */
public record DecayConfig(
    Kind kind,
    double power,
    double endLr,
    List<Double> milestones,
    List<Double> rates,
    double factor,
    Every every,
    double slope,
    double weightDecay,
    int patience,
    double threshold,
    int cooldown) {
  static final String POWER = "power";
  static final String END_LR = "end-lr";
  static final String MILESTONES = "milestones";
  static final String RATES = "rates";
  static final String FACTOR = "factor";
  static final String EVERY = "every";
  static final String SLOPE = "slope";
  static final String WEIGHT_DECAY = "weight-decay";
  static final String PATIENCE = "patience";
  static final String THRESHOLD = "threshold";
  static final String COOLDOWN = "cooldown";

  /** Every key below {@code schedule.decay} but the kind. */
  static final List<String> KEYS =
      List.of(
          POWER,
          END_LR,
          MILESTONES,
          RATES,
          FACTOR,
          EVERY,
          SLOPE,
          WEIGHT_DECAY,
          PATIENCE,
          THRESHOLD,
          COOLDOWN);

  /** The form of the decay. */
  public enum Kind {
    CONSTANT,
    POLYNOMIAL(POWER, END_LR),
    COSINE(END_LR),
    STEP(MILESTONES, FACTOR),
    PIECEWISE(MILESTONES, RATES),
    STAIRCASE(EVERY, FACTOR, END_LR),
    EXPONENTIAL(EVERY, FACTOR),
    INVERSE_TIME(SLOPE),
    INVERSE_SQUARE_ROOT,
    SLOW_START,
    EXPONENTIAL_GROWTH(WEIGHT_DECAY),
    SWA_TAIL(END_LR),
    TRIANGULAR(EVERY, END_LR),
    TRIANGULAR2(EVERY, END_LR),
    PLATEAU(FACTOR, PATIENCE, THRESHOLD, COOLDOWN, END_LR);

    @SuppressWarnings("ImmutableEnumChecker") // An unmodifiable set of strings.
    private final Set<String> keys;

    Kind(String... keys) {
      this.keys = Set.of(keys);
    }

    boolean uses(String key) {
      return keys.contains(key);
    }
  }

  public DecayConfig {
    milestones = List.copyOf(milestones);
    rates = List.copyOf(rates);
  }
}

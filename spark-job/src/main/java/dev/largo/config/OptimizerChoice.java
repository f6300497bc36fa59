package dev.largo.config;

import dev.largo.optim.NonFinitePolicy;
import dev.largo.optim.transform.BiasCorrection;
import dev.largo.optim.transform.Centralized;
import dev.largo.optim.transform.SlowStart;
import dev.largo.optim.transform.Transition;
import dev.largo.optim.transform.Unrectified;

/** A choice that some optimizers take, with its key below {@code optimizer}. */
public enum OptimizerChoice {
  BIAS_CORRECTION("bias-correction", BiasCorrection.class),
  CENTRALIZE("centralize", Centralized.class),
  UNRECTIFIED("unrectified", Unrectified.class),
  TRANSITION_SLOPE("transition.slope", Transition.Slope.class),
  LOOKAHEAD_START("lookahead.start", SlowStart.class),
  NON_FINITE("non-finite", NonFinitePolicy.class);

  private final String key;
  private final Class<? extends Enum<?>> type;

  <E extends Enum<E>> OptimizerChoice(String key, Class<E> type) {
    this.key = key;
    this.type = type;
  }

  /** Relative to {@code optimizer}. */
  public String key() {
    return key;
  }

  /** The enum whose constants may be chosen. */
  Class<? extends Enum<?>> type() {
    return type;
  }
}

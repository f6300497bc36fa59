package dev.largo.config;

import dev.largo.optim.transform.BiasCorrection;
import dev.largo.optim.transform.Rectification;
import dev.largo.optim.transform.SlowStart;
import java.util.List;

/** The optimizers that a configuration can name, with what each takes. */
public enum OptimizerName {
  SGD(OptimizerDefaults.plain(1e-4)),
  MOMENTUM(OptimizerDefaults.velocity()),
  MOMENTUM_RATE_INSIDE(OptimizerDefaults.velocity()),
  MOMENTUM_CORRECTED(OptimizerDefaults.velocity()),
  MOMENTUM_CENTRALIZED(OptimizerDefaults.velocity().centralized()),
  NESTEROV(OptimizerDefaults.velocity()),
  ADAGRAD(OptimizerDefaults.plain(0).with(OptimizerNumber.EPSILON, 1e-10)),
  RMSPROP(
      OptimizerDefaults.plain(0)
          .with(OptimizerNumber.BETA2, 0.99)
          .with(OptimizerNumber.EPSILON, 1e-8)),
  RMSPROP_TO_MOMENTUM(OptimizerDefaults.hybrid()),
  ADAM(OptimizerDefaults.adam(0)),
  ADAM_CENTRALIZED(OptimizerDefaults.adam(0).centralized()),
  ADAMW(OptimizerDefaults.adam(0.01)),
  RADAM(OptimizerDefaults.rAdam(Rectification.PAPER_THRESHOLD)),
  RADAM_COUPLED(OptimizerDefaults.rAdam(Rectification.PUBLIC_THRESHOLD)),
  LARS(OptimizerDefaults.lars(0.001, 0)),
  LARS_NESTEROV(OptimizerDefaults.lars(0.001, 0)),
  LARS_MLPERF(OptimizerDefaults.lars(0.001, 0)),
  LARS_OPTAX(OptimizerDefaults.lars(0.001, 0).excludingNothing()),
  LARS_BARLOW_TWINS(OptimizerDefaults.lars(0.001, 0)),
  LARC(OptimizerDefaults.lars(0.02, 1e-8).excludingNothing()),
  LARC_SCALE(OptimizerDefaults.lars(0.02, 1e-8).excludingNothing()),
  LAMB(OptimizerDefaults.lamb()),
  LAMB_V3(
      OptimizerDefaults.lamb()
          .with(OptimizerNumber.PHI_MAX, 10)
          .with(OptimizerChoice.BIAS_CORRECTION, BiasCorrection.OFF)
          .excludingNothing()),
  LAMB_APEX(OptimizerDefaults.lamb().with(OptimizerNumber.MAX_GRADIENT_NORM, 1)),
  LAMB_NVLAMB(OptimizerDefaults.lamb().with(OptimizerNumber.MAX_GRADIENT_NORM, 1)),
  RALAMB(OptimizerDefaults.ralamb()),
  RALAMB_OVER9000(OptimizerDefaults.ralamb()),
  RANGER(OptimizerDefaults.ranger()),
  RANGER_LARS(OptimizerDefaults.ralamb().lookahead(6)),
  RANGER_LARS_OVER9000(
      OptimizerDefaults.ralamb()
          .lookahead(6)
          .with(OptimizerChoice.LOOKAHEAD_START, SlowStart.FIRST_SYNCHRONIZATION));

  @SuppressWarnings("ImmutableEnumChecker") // A record of unmodifiable copies.
  private final OptimizerDefaults defaults;

  OptimizerName(OptimizerDefaults defaults) {
    this.defaults = defaults;
  }

  /** As {@code optimizer.name} has it. */
  @Override
  public String toString() {
    return ChoiceNames.name(this);
  }

  static List<String> names() {
    return ChoiceNames.names(OptimizerName.class);
  }

  OptimizerDefaults defaults() {
    return defaults;
  }
}

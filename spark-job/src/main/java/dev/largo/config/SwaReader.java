package dev.largo.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code averaging.swa}, the one group whose keys depend on each other. */
final class SwaReader {
  private static final String START = "averaging.swa.start-epoch";
  private static final String LR = "averaging.swa.lr";
  private static final String MAX_LR = "averaging.swa.max-lr";

  /** Izmailov et al. 2018, section 4: averaging starts after about 75% of the budget. */
  private static final double DEFAULT_START = 0.75;

  private final Values values;

  SwaReader(Values values) {
    this.values = values;
  }

  /** Null where averaging is off; its keys are checked all the same. */
  @Nullable SwaConfig read(int epochs) {
    boolean enabled = values.flag("averaging.swa.enabled");
    SwaConfig.Rate rate = values.choice("averaging.swa.rate", SwaConfig.Rate.class);
    Optional<Double> lr = values.optionalNumber(LR, Range.ABOVE_0);
    Optional<Double> maxLr = values.optionalNumber(MAX_LR, Range.ABOVE_0);
    double start = values.optionalNumber(START, Range.AT_LEAST_0).orElse(DEFAULT_START * epochs);
    SwaConfig swa =
        new SwaConfig(
            start,
            values.every("averaging.swa.every"),
            rate,
            lr.orElse(0.0),
            maxLr.orElse(0.0),
            values.integer("averaging.swa.batch-norm-samples", 0, Integer.MAX_VALUE));
    if (!enabled) {
      return null;
    }
    if (start >= epochs && values.problems().clean(START, "epochs")) {
      values.reject(
          START, "starts after the end of the run, epochs = " + epochs + "; start before it");
    }
    checkRates(rate, lr, maxLr);
    return swa;
  }

  private void checkRates(SwaConfig.Rate rate, Optional<Double> lr, Optional<Double> maxLr) {
    String why = "missing; averaging.swa.rate = " + ChoiceNames.name(rate) + " needs ";
    if (rate != SwaConfig.Rate.SCHEDULE && lr.isEmpty()) {
      values.reject(LR, why + "a learning rate above 0");
    }
    if (rate != SwaConfig.Rate.CYCLICAL) {
      return;
    }
    if (maxLr.isEmpty()) {
      values.reject(MAX_LR, why + "a learning rate above " + LR);
    } else if (lr.isPresent() && maxLr.get() <= lr.get() && values.problems().clean(LR, MAX_LR)) {
      values.reject(MAX_LR, "must be above " + LR + " = " + lr.get());
    }
  }
}

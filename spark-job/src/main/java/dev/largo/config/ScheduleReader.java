package dev.largo.config;

import dev.largo.config.Range.Bound;
import dev.largo.optim.schedule.BatchScaling;
import java.util.List;

/** Reads {@code schedule}, where the kind of decay decides which keys may be set. */
final class ScheduleReader {
  private static final String WARMUP = "schedule.warmup.epochs";
  private static final String DECAY = "schedule.decay.";
  private static final String KIND = DECAY + "kind";
  private static final String MILESTONES = DECAY + DecayConfig.MILESTONES;
  private static final String RATES = DECAY + DecayConfig.RATES;
  private static final String FACTOR = DECAY + DecayConfig.FACTOR;
  private static final int MAX_EVALUATIONS = 100_000;

  private final Values values;

  ScheduleReader(Values values) {
    this.values = values;
  }

  ScheduleConfig read(int maxBatch, int epochs) {
    ScheduleConfig schedule =
        new ScheduleConfig(
            values.number("schedule.base-lr", Range.ABOVE_0),
            values.integer("schedule.base-batch", 1, maxBatch),
            values.choice("schedule.scaling", BatchScaling.class),
            new WarmupConfig(
                values.choice("schedule.warmup.kind", WarmupConfig.Kind.class),
                values.number(WARMUP, Range.AT_LEAST_0),
                values.number("schedule.warmup.from", Range.AT_LEAST_0),
                values.number(
                    "schedule.warmup.error", new Range(0, Bound.EXCLUDED, 1, Bound.INCLUDED))),
            decay());
    check(schedule, epochs);
    return schedule;
  }

  private DecayConfig decay() {
    DecayConfig.Kind kind = values.choice(KIND, DecayConfig.Kind.class);
    if (!values.problems().clean(KIND)) {
      return decay(kind, values);
    }
    List<String> unused =
        DecayConfig.KEYS.stream().filter(key -> !kind.uses(key)).map(DECAY::concat).toList();
    unused.stream()
        .filter(values::isGiven)
        .forEach(
            key ->
                values.reject(
                    key,
                    "not used by "
                        + KIND
                        + " = "
                        + ChoiceNames.name(kind)
                        + "; remove it, or set it to null on the command line"));
    return decay(kind, values.withoutGiven(unused));
  }

  private static DecayConfig decay(DecayConfig.Kind kind, Values values) {
    return new DecayConfig(
        kind,
        values.number(DECAY + DecayConfig.POWER, Range.ABOVE_0),
        values.number(DECAY + DecayConfig.END_LR, Range.AT_LEAST_0),
        values.numbers(MILESTONES, Range.ABOVE_0),
        values.numbers(RATES, Range.AT_LEAST_0),
        values.number(FACTOR, new Range(0, Bound.EXCLUDED, 1, Bound.INCLUDED)),
        values.every(DECAY + DecayConfig.EVERY),
        values.number(DECAY + DecayConfig.SLOPE, Range.AT_LEAST_0),
        values.number(DECAY + DecayConfig.WEIGHT_DECAY, Range.ABOVE_0),
        values.integer(DECAY + DecayConfig.PATIENCE, 0, MAX_EVALUATIONS),
        values.number(DECAY + DecayConfig.THRESHOLD, Range.FRACTION),
        values.integer(DECAY + DecayConfig.COOLDOWN, 0, MAX_EVALUATIONS));
  }

  private void check(ScheduleConfig schedule, int epochs) {
    double warmup = schedule.warmup().epochs();
    if (warmup > epochs && values.problems().clean(WARMUP, "epochs")) {
      values.reject(WARMUP, "longer than the run, epochs = " + epochs + "; use at most that");
    }
    DecayConfig decay = schedule.decay();
    if (!values.problems().clean(KIND, WARMUP, MILESTONES, RATES, FACTOR)) {
      return;
    }
    if (decay.kind().uses(DecayConfig.MILESTONES)) {
      milestones(decay, warmup);
    }
    if (decay.kind() == DecayConfig.Kind.INVERSE_SQUARE_ROOT && warmup == 0) {
      values.reject(
          WARMUP, "no warm-up; " + KIND + " = inverse-square-root counts from one, so give it one");
    }
    if (decay.kind() == DecayConfig.Kind.PLATEAU && decay.factor() == 1) {
      values.reject(
          FACTOR, "changes nothing; " + KIND + " = plateau needs one below 1, such as 0.5");
    }
  }

  private void milestones(DecayConfig decay, double warmup) {
    List<Double> milestones = decay.milestones();
    if (milestones.isEmpty()) {
      values.reject(
          MILESTONES,
          "empty; "
              + KIND
              + " = "
              + ChoiceNames.name(decay.kind())
              + " needs epochs, for example [30, 60, 80]");
      return;
    }
    for (int i = 1; i < milestones.size(); i++) {
      if (milestones.get(i) <= milestones.get(i - 1)) {
        values.reject(MILESTONES, "not ascending; sort them and name each epoch once");
        return;
      }
    }
    if (milestones.get(0) <= warmup) {
      values.reject(
          MILESTONES, "within the warm-up, " + WARMUP + " = " + warmup + "; name epochs after it");
    }
    if (decay.kind() == DecayConfig.Kind.PIECEWISE && decay.rates().size() != milestones.size()) {
      values.reject(
          RATES,
          "has length "
              + decay.rates().size()
              + ", "
              + MILESTONES
              + " has "
              + milestones.size()
              + "; give one rate for each");
    }
  }
}

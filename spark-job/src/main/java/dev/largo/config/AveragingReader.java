package dev.largo.config;

import org.jspecify.annotations.Nullable;

/** Reads {@code averaging}; the keys of an average that is off are checked all the same. */
final class AveragingReader {
  private static final int MAX_LAST = 1000;

  private final Values values;

  AveragingReader(Values values) {
    this.values = values;
  }

  AveragingConfig read(int epochs) {
    return new AveragingConfig(
        new SwaReader(values).read(epochs), ema(), last(), polyak(), new SwapReader(values).read());
  }

  private @Nullable EmaConfig ema() {
    EmaConfig ema =
        new EmaConfig(
            values.oneOrMore("averaging.ema.decay", Range.FRACTION),
            values.every("averaging.ema.every"),
            values.integer("averaging.ema.batch-norm-samples", 0, Integer.MAX_VALUE));
    return values.flag("averaging.ema.enabled") ? ema : null;
  }

  private @Nullable PolyakConfig polyak() {
    PolyakConfig polyak =
        new PolyakConfig(
            values.every("averaging.polyak.every"),
            values.integer("averaging.polyak.batch-norm-samples", 0, Integer.MAX_VALUE));
    return values.flag("averaging.polyak.enabled") ? polyak : null;
  }

  private @Nullable LastAverageConfig last() {
    LastAverageConfig last =
        new LastAverageConfig(
            values.integer("averaging.last-k.k", 1, MAX_LAST),
            values.every("averaging.last-k.every"),
            values.integer("averaging.last-k.batch-norm-samples", 0, Integer.MAX_VALUE));
    return values.flag("averaging.last-k.enabled") ? last : null;
  }
}

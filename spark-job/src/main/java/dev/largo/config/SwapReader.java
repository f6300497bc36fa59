package dev.largo.config;

import dev.largo.config.Range.Bound;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code averaging.swap}, and checks it against what it works with. */
final class SwapReader {
  private static final String GROUP = "averaging.swap.";
  private static final String REPLICAS = GROUP + "replicas";
  private static final String BATCH = GROUP + "batch";
  private static final String LR = GROUP + "lr";
  private static final int MAX_REPLICAS = 1000;
  private static final int MAX_EPOCHS = 100_000;
  private static final int MAX_BATCH = 1 << 24;
  private static final Range SHARE = new Range(0, Bound.EXCLUDED, 1, Bound.INCLUDED);

  private final Values values;

  SwapReader(Values values) {
    this.values = values;
  }

  /** Null where SWAP is off; its keys are checked all the same. */
  @Nullable SwapConfig read() {
    boolean enabled = values.flag(GROUP + "enabled");
    Optional<Double> lr = values.optionalNumber(LR, Range.AT_LEAST_0);
    SwapConfig swap =
        new SwapConfig(
            values.number(GROUP + "until-accuracy", SHARE),
            values.integer(REPLICAS, 1, MAX_REPLICAS),
            values.integer(GROUP + "epochs", 1, MAX_EPOCHS),
            values.integer(BATCH, 1, MAX_BATCH),
            lr.orElse(0.0),
            values.number(GROUP + "end-lr", Range.AT_LEAST_0),
            values.integer(GROUP + "batch-norm-samples", 0, Integer.MAX_VALUE));
    if (swap.replicas() == 1 && values.problems().clean(REPLICAS)) {
      values.reject(REPLICAS, "the average of one replica is that replica; use 2 or more");
    }
    if (!enabled) {
      return null;
    }
    if (lr.isEmpty() && values.problems().clean(LR)) {
      values.reject(LR, "missing; SWAP needs the learning rate that replicas are refined with");
    }
    return swap;
  }

  /** Checks what SWAP needs of the rest of the configuration. */
  void check(SwapConfig swap, LargoConfig config) {
    int micro = config.batch().micro();
    if (swap.batch() % micro != 0 && values.problems().clean(BATCH, "batch.micro")) {
      int below = swap.batch() / micro * micro;
      String near = (below == 0 ? "" : below + " or ") + (below + micro);
      values.reject(BATCH, "not a multiple of batch.micro = " + micro + "; use " + near);
    }
    if (config.aggregation().mode() != AggregationMode.ALL_REDUCE
        && values.problems().clean("aggregation.mode")) {
      values.reject(
          "aggregation.mode",
          "workers cannot refine replicas of averaging.swap by themselves; use all-reduce");
    }
  }
}

package dev.largo.command;

import dev.largo.config.LargoConfig;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many workers a run has, checked before Spark would wait for slots that never come. */
final class WorldSize {
  /** Most workers in one JVM. */
  static final int MOST_EMBEDDED = 64;

  private static final Pattern LOCAL = Pattern.compile("local\\[(\\d+|\\*)(?:,.*)?]");

  private WorldSize() {}

  /**
   * The number of workers of a configuration.
   *
   * @param slots task slots of the master, where they are known
   * @param cores cores of this machine
   * @throws RequestException if there are too few slots or micro-batches for the workers
   */
  static int of(LargoConfig config, OptionalInt slots, int cores) {
    int microBatches = config.batch().microBatches();
    if (config.workers().isAuto()) {
      return Math.min(Math.min(slots.orElse(cores), microBatches), MOST_EMBEDDED);
    }
    int workers = config.workers().count();
    if (workers > microBatches) {
      throw new RequestException(
          "workers = %d is more than the %d micro-batches of a global batch (batch.global = %d, batch.micro = %d); at most %d workers have work"
              .formatted(
                  workers,
                  microBatches,
                  config.batch().global(),
                  config.batch().micro(),
                  microBatches));
    }
    if (slots.isPresent() && workers > slots.getAsInt()) {
      throw new RequestException(
          "workers = %d is more than the %d task slots of the master; set workers = %d or fewer, or give more slots"
              .formatted(workers, slots.getAsInt(), slots.getAsInt()));
    }
    return workers;
  }

  /** Slots that a local master's URL names; none where none is set or it is a cluster's. */
  static OptionalInt slots(String master, int cores) {
    if (master.equals("local")) {
      return OptionalInt.of(1);
    }
    Matcher local = LOCAL.matcher(master);
    if (!local.matches()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(local.group(1).equals("*") ? cores : Integer.parseInt(local.group(1)));
  }
}

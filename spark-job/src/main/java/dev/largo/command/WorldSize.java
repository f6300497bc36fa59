package dev.largo.command;

import dev.largo.config.LargoConfig;
import dev.largo.spark.preflight.Demand;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many workers a run has, checked before Spark would wait for slots that never come. */
final class WorldSize {
  /** Most workers in one JVM. */
  private static final int MOST_EMBEDDED = 64;

  private static final Pattern LOCAL = Pattern.compile("local(?:\\[([1-9]\\d{0,5}|\\*)(?:,.*)?])?");

  private WorldSize() {}

  /** Whether a master runs tasks in the driver's JVM. */
  static boolean isEmbedded(String master) {
    return LOCAL.matcher(master).matches();
  }

  /**
   * The number of workers of a configuration.
   *
   * @param master the master's URL; empty for the embedded Spark, which gets a slot a worker
   * @param cores cores of this machine
   * @return it, or 0 where a cluster's slots have yet to be counted
   * @throws RequestException if there are too few slots for the workers
   */
  static int of(LargoConfig config, String master, int cores) {
    int most = config.mostWorkers();
    if (master.isEmpty()) {
      return config.workers().isAuto()
          ? Math.min(Math.min(cores, most), MOST_EMBEDDED)
          : checked(config, MOST_EMBEDDED, "the embedded Spark has at most");
    }
    Matcher local = LOCAL.matcher(master);
    if (local.matches()) {
      int slots = slots(local.group(1), cores);
      return config.workers().isAuto()
          ? Math.min(slots, most)
          : checked(config, slots, "the master " + master + " has");
    }
    if (master.startsWith("local[")) {
      throw new RequestException(
          "spark.master = " + master + ": not a number of slots; write, for example, local[2]");
    }
    return config.workers().count(); // 0, auto: the cluster tells when it is there
  }

  /**
   * What several runs take at the same time.
   *
   * @param configs of all of them
   * @param runs at once
   * @param key that says so
   * @throws RequestException if there are too few slots for the workers
   */
  static Demand of(List<LargoConfig> configs, String master, int cores, int runs, String key) {
    int widest = configs.stream().mapToInt(config -> of(config, master, cores)).max().orElseThrow();
    Matcher local = LOCAL.matcher(master);
    if (local.matches()) {
      int slots = slots(local.group(1), cores);
      if (widest * runs > slots) {
        throw new RequestException(
            "%s = %d: runs of %d workers, and the master %s has %d task slots; set it to %d or less"
                .formatted(key, runs, widest, master, slots, slots / widest));
      }
    }
    return new Demand(widest, runs);
  }

  private static int checked(LargoConfig config, int slots, String owner) {
    int workers = config.workers().count();
    if (workers > slots) {
      throw new RequestException(
          "workers = %d: %s %d task slots; set workers to %d or fewer"
              .formatted(workers, owner, slots, slots));
    }
    return workers;
  }

  private static int slots(String inBrackets, int cores) {
    if (inBrackets == null) {
      return 1;
    }
    return inBrackets.equals("*") ? cores : Integer.parseInt(inBrackets);
  }
}

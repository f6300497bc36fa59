package dev.largo.command;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/** Whether the replicas of a run find room beside the Java heap. */
final class NativeMemory {
  /** What a JVM takes beside its heap, and ND4J's and oneDNN's libraries. */
  private static final long RESERVE = 768L << 20;

  private static final double GIB = 1L << 30;

  private NativeMemory() {}

  /** Bytes of this machine, or of the container, that are neither heap nor reserve. */
  static long available() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return system.getTotalMemorySize() - Runtime.getRuntime().maxMemory() - RESERVE;
  }

  /**
   * Refuses micro-batches that do not fit.
   *
   * @param replicaBytes what a replica takes by the size of its micro-batches; empty if not known
   * @param workers of a run, each with a replica in this JVM
   * @param runs at once
   * @throws RequestException naming the largest half, quarter ... that fits
   */
  static void require(
      IntFunction<OptionalLong> replicaBytes,
      int microBatch,
      int workers,
      int runs,
      long available) {
    int replicas = workers * runs;
    OptionalLong needed;
    try {
      needed = replicaBytes.apply(microBatch);
    } catch (IllegalArgumentException e) {
      throw new RequestException("batch.micro = " + microBatch + ": " + e.getMessage());
    }
    if (needed.isEmpty() || fits(needed, replicas, available)) {
      return;
    }
    int smaller = microBatch / 2;
    while (smaller > 0 && !fits(replicaBytes.apply(smaller), replicas, available)) {
      smaller /= 2;
    }
    String remedy =
        smaller > 0
            ? "batch.micro = " + smaller + " fits"
            : "no micro-batch fits; use fewer workers"
                + (runs == 1 ? "" : ", fewer runs at once,")
                + " or a smaller LARGO_MEMORY";
    throw new RequestException(
        String.format(
            Locale.ROOT,
            "batch.micro = %d: %d worker%s%s take %.1f GiB each beside the Java heap, where %.1f GiB are"
                + " left; %s",
            microBatch,
            workers,
            workers == 1 ? "" : "s",
            runs == 1 ? "" : " in each of " + runs + " runs at once",
            needed.getAsLong() / GIB,
            Math.max(0, available) / GIB,
            remedy));
  }

  private static boolean fits(OptionalLong replica, int replicas, long available) {
    return replica.isPresent() && replica.getAsLong() <= available / replicas;
  }
}

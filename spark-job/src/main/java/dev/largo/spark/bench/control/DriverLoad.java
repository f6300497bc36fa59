package dev.largo.spark.bench.control;

import dev.largo.spark.coordination.CoordinatorServer.Traffic;
import java.lang.management.ManagementFactory;

/**
 * What this JVM has taken up to a moment.
 *
 * @param nanos of the moment, on the JVM's clock
 * @param cpuNanos of all its threads
 * @param traffic of the coordinator
 */
record DriverLoad(long nanos, long cpuNanos, Traffic traffic) {
  /** Up to now. */
  static DriverLoad now(Traffic traffic) {
    return new DriverLoad(
        System.nanoTime(),
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
            .getProcessCpuTime(),
        traffic);
  }

  /** Cores that were busy with it since an earlier moment. */
  double coresSince(DriverLoad earlier) {
    return (double) (cpuNanos - earlier.cpuNanos) / (nanos - earlier.nanos);
  }

  double messagesPerSecond(DriverLoad earlier) {
    return perSecond(traffic.messages() - earlier.traffic.messages(), earlier);
  }

  double receivedPerSecond(DriverLoad earlier) {
    return perSecond(traffic.receivedBytes() - earlier.traffic.receivedBytes(), earlier);
  }

  double sentPerSecond(DriverLoad earlier) {
    return perSecond(traffic.sentBytes() - earlier.traffic.sentBytes(), earlier);
  }

  private double perSecond(long count, DriverLoad earlier) {
    return 1e9 * count / (nanos - earlier.nanos);
  }

  /** Bytes of the heap that are in use after a collection. */
  static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }
}

package dev.largo.spark.preflight;

import java.util.List;
import java.util.stream.Stream;

/** The checks of Spark's settings that a run on a cluster passes before it asks for an executor. */
public final class Preflight {
  private static final List<Rule> RULES =
      List.of(
          new DynamicAllocation(),
          new ExecutorCount(),
          new TaskSlots(),
          new DriverPort(),
          new GpuAmounts(),
          new ContainerMemory(),
          new ExecutorThreads(),
          new Timeouts());

  private Preflight() {}

  /** All that is wrong, what is fatal first. */
  public static List<Finding> check(Setup setup, Versions versions) {
    return Stream.concat(
            versions.check().stream(), RULES.stream().flatMap(rule -> rule.check(setup).stream()))
        .sorted((one, other) -> Boolean.compare(other.fatal(), one.fatal()))
        .toList();
  }
}

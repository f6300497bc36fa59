package dev.largo.spark.preflight;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What to ask of YARN or Kubernetes where the user has not said: as many executors as the workers
 * that there may be at once take, each with room for their networks beside the Java heap.
 */
public final class ExecutorRequest {
  private ExecutorRequest() {}

  /** Spark's settings to add, by key. */
  public static Map<String, String> of(Setup setup) {
    Map<String, String> settings = new LinkedHashMap<>();
    int slots = setup.slotsOfExecutor().orElse(0);
    if (setup.inContainers()
        && setup.ranks() > 0
        && slots > 0
        && !setup.isElastic()
        && !setup.conf().contains(Setup.INSTANCES)) {
      settings.put(Setup.INSTANCES, String.valueOf((setup.ranks() + slots - 1) / slots));
    }
    if (!setup.conf().contains(ContainerMemory.OVERHEAD)) {
      ContainerMemory.needed(setup)
          .ifPresent(mebibytes -> settings.put(ContainerMemory.OVERHEAD, mebibytes + "m"));
    }
    return settings;
  }
}

package dev.largo.engine.device;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** None: ND4J computes on the CPU. */
final class CpuAccelerator implements Accelerator {
  private final Consumer<String> warnings;
  private final Set<GpuAddress> warned = ConcurrentHashMap.newKeySet();

  CpuAccelerator(Consumer<String> warnings) {
    this.warnings = warnings;
  }

  @Override
  public void check() {}

  @Override
  public void bind(Optional<GpuAddress> assigned, int rank) {
    if (assigned.isPresent() && warned.add(assigned.get())) {
      warnings.accept(
          "Spark assigned GPU %s to rank %d, but this build computes on the CPU; build with mvn -Pcuda package"
              .formatted(assigned.get(), rank));
    }
  }
}

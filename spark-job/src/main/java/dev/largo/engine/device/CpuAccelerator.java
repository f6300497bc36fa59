package dev.largo.engine.device;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** None: ND4J computes on the CPU. */
final class CpuAccelerator implements Accelerator {
  private final Consumer<String> warnings;
  private final AtomicBoolean warned = new AtomicBoolean();

  CpuAccelerator(Consumer<String> warnings) {
    this.warnings = warnings;
  }

  @Override
  public void check() {}

  @Override
  public void bind(Optional<GpuAddress> assigned, int rank) {
    if (assigned.isPresent() && warned.compareAndSet(false, true)) {
      warnings.accept(
          "Spark assigned GPU "
              + assigned.get()
              + " to this worker, but this build computes on the CPU; build with mvn -Pcuda package");
    }
  }
}

package dev.largo.engine.device;

import java.util.Optional;

/** What ND4J computes on in this process. */
public interface Accelerator {
  /**
   * Refuses a host whose GPUs ND4J cannot use, before ND4J loads and fails in a less readable way.
   *
   * @throws DeviceException if there is none that can be used
   */
  void check();

  /**
   * Gives the current thread its device; what it makes of ND4J from now on lies there.
   *
   * @param assigned the GPU that Spark assigned to the task, if it did
   * @param rank the worker's; without an address, ranks take turns
   * @throws DeviceException if ND4J cannot use that GPU
   */
  void bind(Optional<GpuAddress> assigned, int rank);

  /** The accelerator of this build. */
  static Accelerator ofBuild() {
    return Accelerators.OF_BUILD;
  }
}

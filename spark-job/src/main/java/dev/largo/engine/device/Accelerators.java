package dev.largo.engine.device;

import dev.largo.model.CudaBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds this process's accelerator. */
final class Accelerators {
  private static final Logger LOG = LoggerFactory.getLogger(Accelerator.class);

  static final Accelerator OF_BUILD =
      CudaBackend.isPresent()
          ? new GpuAccelerator(
              new CudaRuntime(), new Nd4jDevice(), new ProcessVisibility(), LOG::info)
          : new CpuAccelerator(LOG::warn);

  private Accelerators() {}
}

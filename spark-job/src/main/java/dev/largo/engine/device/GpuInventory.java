package dev.largo.engine.device;

/** The GPUs that this process can see. */
interface GpuInventory {
  int count();

  /**
   * One of them.
   *
   * @param address from 0 to {@code count() - 1}
   */
  Gpu gpu(int address);

  /** The newest CUDA that the installed driver runs; 0.0 without a driver. */
  CudaVersion driver();

  /** The CUDA that ND4J was linked with. */
  CudaVersion runtime();
}

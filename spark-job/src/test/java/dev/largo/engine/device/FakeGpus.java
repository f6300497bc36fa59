package dev.largo.engine.device;

import java.util.List;
import java.util.stream.IntStream;

/** GPUs that are not there. */
record FakeGpus(CudaVersion driver, List<Gpu> gpus) implements GpuInventory {
  static FakeGpus of(String... capabilities) {
    List<Gpu> gpus =
        IntStream.range(0, capabilities.length)
            .mapToObj(
                i -> new Gpu(i, "Test GPU", ComputeCapability.parse(capabilities[i]), 24L << 30))
            .toList();
    return new FakeGpus(new CudaVersion(12, 4), gpus);
  }

  @Override
  public int count() {
    return gpus.size();
  }

  @Override
  public Gpu gpu(int address) {
    return gpus.get(address);
  }

  @Override
  public CudaVersion runtime() {
    return new CudaVersion(11, 6);
  }
}

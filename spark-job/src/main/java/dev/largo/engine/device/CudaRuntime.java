package dev.largo.engine.device;

import org.bytedeco.cuda.cudart.cudaDeviceProp;
import org.bytedeco.cuda.global.cudart;

/**
 * {@link GpuInventory} by CUDA's own runtime library: ND4J can be asked only once it has loaded,
 * when it may already have failed.
 */
final class CudaRuntime implements GpuInventory {
  private static final int NO_DEVICE = 100;

  /** A call that answers in a Java array. */
  private interface Query {
    int into(int[] answer);
  }

  @Override
  public int count() {
    return answer(cudart::cudaGetDeviceCount);
  }

  @Override
  public Gpu gpu(int address) {
    try (cudaDeviceProp properties = new cudaDeviceProp()) {
      require(cudart.cudaGetDeviceProperties(properties, address));
      return new Gpu(
          address,
          properties.name().getString(),
          new ComputeCapability(properties.major(), properties.minor()),
          properties.totalGlobalMem());
    }
  }

  @Override
  public CudaVersion driver() {
    return CudaVersion.ofNumber(answer(cudart::cudaDriverGetVersion));
  }

  @Override
  public CudaVersion runtime() {
    return CudaVersion.ofNumber(answer(cudart::cudaRuntimeGetVersion));
  }

  private static int answer(Query query) {
    int[] answer = new int[1];
    int status;
    try {
      status = query.into(answer);
    } catch (LinkageError e) {
      throw LinkFailure.explain(e);
    }
    if (status == NO_DEVICE) {
      return 0;
    }
    require(status);
    return answer[0];
  }

  private static void require(int status) {
    if (status != 0) {
      throw new DeviceException(
          "CUDA: %s; see what nvidia-smi says on this host"
              .formatted(cudart.cudaGetErrorString(status).getString()));
    }
  }
}

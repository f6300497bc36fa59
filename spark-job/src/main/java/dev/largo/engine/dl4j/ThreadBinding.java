package dev.largo.engine.dl4j;

import dev.largo.engine.device.OpenMpThreads;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/** What ND4J keeps for each thread: on the CPU OpenMP's thread count, else the GPU. */
final class ThreadBinding {
  private final int threads;
  private final int device;
  private @Nullable Thread bound;

  /** For an engine whose arrays are made in the current thread. */
  ThreadBinding(int threads) {
    this.threads = threads;
    device = Nd4j.getAffinityManager().getDeviceForCurrentThread();
  }

  /** Prepares the current thread. */
  void bind() {
    OpenMpThreads.limit(threads);
    Thread current = Thread.currentThread();
    if (bound != current && !Nd4j.getEnvironment().isCPU()) {
      Nd4j.getAffinityManager().unsafeSetDevice(device);
      bound = current;
    }
  }
}

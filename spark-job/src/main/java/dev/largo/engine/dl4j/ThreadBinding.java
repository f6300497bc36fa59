package dev.largo.engine.dl4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

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
    Thread current = Thread.currentThread();
    if (bound == current) {
      return;
    }
    if (Nd4j.getEnvironment().isCPU()) {
      // Left alone, each calling thread would take all cores.
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    } else {
      // Here OpenMP's count would be taken for the threads of a block on the GPU.
      Nd4j.getAffinityManager().unsafeSetDevice(device);
    }
    bound = current;
  }
}

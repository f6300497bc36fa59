package dev.largo.engine.device;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * OpenMP's thread count. It belongs to the calling thread, and whatever else computes in that may
 * have set another; left alone, each thread would take all cores.
 *
 * <p>Set through ND4J: its library and oneDNN's share one OpenMP runtime in a process. On a GPU
 * ND4J takes the same call for the threads of a block, so that there the count stays as it is.
 */
public final class OpenMpThreads {
  private OpenMpThreads() {}

  /** Sets it for the current thread. */
  public static void limit(int threads) {
    if (Nd4j.getEnvironment().isCPU()) {
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    }
  }
}

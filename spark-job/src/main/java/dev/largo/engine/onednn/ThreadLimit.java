package dev.largo.engine.onednn;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * OpenMP's thread count, which belongs to the calling thread and which any other engine in it may
 * have set; left alone, each would take all cores.
 *
 * <p>Set through ND4J: its library and oneDNN's share one OpenMP runtime in a process.
 */
final class ThreadLimit {
  private final int threads;

  ThreadLimit(int threads) {
    this.threads = threads;
    // ND4J's native library is there only once the rest of it is.
    Nd4j.getRandom();
  }

  /** Sets it for the current thread. */
  void bind() {
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }
}

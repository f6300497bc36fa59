package dev.largo.engine.onednn;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * OpenMP's thread count, which belongs to the calling thread; left alone, each would take all
 * cores.
 *
 * <p>Set through ND4J: its library and oneDNN's share one OpenMP runtime in a process.
 */
final class ThreadLimit {
  private final int threads;
  private @Nullable Thread bound;

  ThreadLimit(int threads) {
    this.threads = threads;
    Nd4j.getRandom();
  }

  /** Sets it for the current thread. */
  void bind() {
    Thread current = Thread.currentThread();
    if (bound != current) {
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
      bound = current;
    }
  }
}

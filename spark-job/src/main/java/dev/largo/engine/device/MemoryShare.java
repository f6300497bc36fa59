package dev.largo.engine.device;

/** How much of a GPU's free memory ND4J may take. */
final class MemoryShare {
  /** For what cuDNN, cuBLAS and CUDA itself take without ND4J's knowledge. */
  private static final long LEAST_RESERVE = 512L << 20;

  private static final int RESERVED_PART = 16;

  private MemoryShare() {}

  /** Bytes for ND4J. */
  static long of(long free) {
    long reserve = Math.max(LEAST_RESERVE, free / RESERVED_PART);
    return Math.max(free / 2, free - reserve);
  }
}

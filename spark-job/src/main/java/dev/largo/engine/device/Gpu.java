package dev.largo.engine.device;

import java.util.Locale;

/**
 * A GPU of this host.
 *
 * @param address its number among those that CUDA shows to this process
 * @param memory in bytes
 */
record Gpu(int address, String name, ComputeCapability capability, long memory) {
  private static final double GIB = 1L << 30;

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "GPU %d, %s, compute capability %s, %.1f GiB",
        address,
        name,
        capability,
        memory / GIB);
  }
}

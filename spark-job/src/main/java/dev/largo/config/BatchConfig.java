package dev.largo.config;

/**
 * Sizes of a step.
 *
 * @param global samples per optimizer step, a multiple of {@code micro}
 * @param micro samples per gradient computation
 */
public record BatchConfig(int global, int micro) {
  /** Micro-batches in a global batch. */
  public int microBatches() {
    return global / micro;
  }
}

package dev.largo.optim.transform;

/**
 * LARC's clipped local rate: min(lambda / lr, 1), lambda being LARS's, so that a layer's rate is
 * min(lambda, lr). Where a norm is 0 the ratio is 1, as in LARS.
 *
 * <p>NVIDIA apex, {@code apex.parallel.LARC} with {@code clip=True}.
 *
 * @param local the rule of lambda
 */
public record LarcRatio(LarsRatio local) implements TrustRatio {
  @Override
  public Norms norms() {
    return local.norms();
  }

  /** At a rate of 0 nothing moves: 1. */
  @Override
  public double of(LayerNorms norms, double learningRate) {
    if (learningRate == 0 || norms.weight() == 0 || norms.gradient() == 0) {
      return 1;
    }
    return Math.min(local.of(norms, learningRate) / learningRate, 1);
  }
}

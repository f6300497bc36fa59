package dev.largo.config;

import org.jspecify.annotations.Nullable;

/**
 * Weight averages kept while training, or made after it; each is null where it is off.
 *
 * @param swa stochastic weight averaging
 * @param ema exponential moving averages
 * @param last average of the last samples
 * @param polyak average of all samples
 * @param swap average of replicas that are refined apart, when training is over
 */
public record AveragingConfig(
    @Nullable SwaConfig swa,
    @Nullable EmaConfig ema,
    @Nullable LastAverageConfig last,
    @Nullable PolyakConfig polyak,
    @Nullable SwapConfig swap) {
  /** No average at all. */
  public static final AveragingConfig NONE = new AveragingConfig(null, null, null, null, null);

  /**
   * Training samples for the batch-norm statistics of further averages of the run's checkpoints:
   * those of the average that is most like a window of them; 0: all.
   */
  public int batchNormSamples() {
    if (last != null) {
      return last.batchNormSamples();
    }
    if (swa != null) {
      return swa.batchNormSamples();
    }
    if (polyak != null) {
      return polyak.batchNormSamples();
    }
    if (ema != null) {
      return ema.batchNormSamples();
    }
    return swap == null ? 0 : swap.batchNormSamples();
  }
}

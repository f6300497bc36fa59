package dev.largo.optim.noise;

import dev.largo.optim.numeric.Check;

/**
 * One unbiased estimate of the true gradient's squared norm and of the per-sample noise, from mean
 * gradients over two batch sizes (McCandlish et al. 2018, arXiv 1812.06162, appendix A.1).
 *
 * @param gradientSquare |G|^2; can come out negative when the noise is large
 * @param traceSigma tr(Sigma), the summed variance of a single sample's gradient
 */
public record NoiseEstimate(double gradientSquare, double traceSigma) {

  /**
   * The estimate.
   *
   * @param small samples of the smaller batch, at least 1
   * @param smallSquare squared norm of its mean gradient
   * @param big samples of the bigger batch, above {@code small}
   * @param bigSquare squared norm of its mean gradient
   */
  public static NoiseEstimate of(long small, double smallSquare, long big, double bigSquare) {
    Check.atLeast(1, "small", small);
    Check.atLeast(small + 1, "big", big);
    Check.notNegative("smallSquare", smallSquare);
    Check.notNegative("bigSquare", bigSquare);
    return new NoiseEstimate(
        (big * bigSquare - small * smallSquare) / (big - small),
        (smallSquare - bigSquare) / (1.0 / small - 1.0 / big));
  }

  /**
   * The simple noise scale tr(Sigma) / |G|^2, in samples: the batch size from which on a larger one
   * gains less than its cost. Only as good as its denominator: average many estimates first.
   */
  public double noiseScale() {
    return traceSigma / gradientSquare;
  }
}

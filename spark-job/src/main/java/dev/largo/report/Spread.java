package dev.largo.report;

import java.util.Arrays;

/**
 * What several seeds came to. Figures that are not finite are left out; of none left all are NaN.
 *
 * @param count of finite figures
 * @param deviation sample standard deviation; NaN of fewer than two
 */
public record Spread(int count, double mean, double deviation, double least, double most) {
  /** The spread of some figures. */
  public static Spread of(double[] figures) {
    double[] finite = Arrays.stream(figures).filter(Double::isFinite).toArray();
    double mean = Arrays.stream(finite).average().orElse(Double.NaN);
    double squares = Arrays.stream(finite).map(x -> (x - mean) * (x - mean)).sum();
    return new Spread(
        finite.length,
        mean,
        finite.length < 2 ? Double.NaN : Math.sqrt(squares / (finite.length - 1)),
        Arrays.stream(finite).min().orElse(Double.NaN),
        Arrays.stream(finite).max().orElse(Double.NaN));
  }

  /** Mean and, of two figures or more, sample standard deviation. */
  public String shown(String format) {
    return count < 2
        ? Wording.number(format, mean)
        : Wording.number(format, mean) + " ± " + Wording.number(format, deviation);
  }
}

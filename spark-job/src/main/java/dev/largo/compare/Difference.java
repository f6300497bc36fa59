package dev.largo.compare;

import dev.largo.evaluate.Predictions;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.apache.commons.statistics.inference.BinomialTest;

/**
 * How much more of the same samples one model gets right than another.
 *
 * @param points the difference in top-1, in hundredths of all samples
 * @param lower lower end of its 95 % interval, in points
 * @param upper upper end
 * @param onlyThis samples that only the first model gets right
 * @param onlyOther samples that only the second gets right
 * @param pValue of McNemar's exact test: how likely the two numbers would be as unequal as that, or
 *     more, if both models were equally good
 */
public record Difference(
    double points, double lower, double upper, int onlyThis, int onlyOther, double pValue) {
  private static final int RESAMPLES = 10_000;
  private static final double TAIL = 0.025;
  private static final double EVEN = 0.5;

  /**
   * The difference between two models on one set.
   *
   * <p>The interval is the paired percentile bootstrap (Efron and Tibshirani, "An introduction to
   * the bootstrap", 1993, chapter 13), with 10,000 resamples of the samples. A sample counts 1, 0
   * or -1, so that how many of each a resample has is multinomial: it is drawn at once. The test is
   * McNemar's (Psychometrika 12, 1947), in its exact form.
   *
   * @param random source of the resamples
   * @throws IllegalArgumentException if the two are not about the same samples
   */
  public static Difference of(Predictions one, Predictions other, UniformRandomProvider random) {
    if (!one.areAboutThoseOf(other)) {
      throw new IllegalArgumentException("the models were asked about different samples");
    }
    int onlyThis = 0;
    int onlyOther = 0;
    for (int sample = 0; sample < one.samples(); sample++) {
      if (one.isRight(sample) != other.isRight(sample)) {
        onlyThis += one.isRight(sample) ? 1 : 0;
        onlyOther += other.isRight(sample) ? 1 : 0;
      }
    }
    int samples = one.samples();
    double[] ends = interval(samples, onlyThis, onlyOther, random);
    int either = onlyThis + onlyOther;
    double p =
        either == 0 ? 1 : BinomialTest.withDefaults().test(either, onlyThis, EVEN).getPValue();
    return new Difference(
        100.0 * (onlyThis - onlyOther) / samples, ends[0], ends[1], onlyThis, onlyOther, p);
  }

  private static double[] interval(
      int samples, int onlyThis, int onlyOther, UniformRandomProvider random) {
    int either = onlyThis + onlyOther;
    if (either == 0) {
      return new double[] {0, 0};
    }
    DiscreteDistribution.Sampler unequal =
        BinomialDistribution.of(samples, (double) either / samples).createSampler(random);
    double share = (double) onlyThis / either;
    double[] points = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      int drawn = unequal.sample();
      int mine = BinomialDistribution.of(drawn, share).createSampler(random).sample();
      points[i] = 100.0 * (2 * mine - drawn) / samples;
    }
    return Quantile.withDefaults().evaluate(points, TAIL, 1 - TAIL);
  }
}

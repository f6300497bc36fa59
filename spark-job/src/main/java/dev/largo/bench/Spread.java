package dev.largo.bench;

import java.util.List;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/**
 * What several rounds gave.
 *
 * @param lower the first quartile
 * @param upper the third
 */
public record Spread(double median, double lower, double upper) {
  /** Median and quartiles of at least one round. */
  public static Spread of(List<Double> rounds) {
    DescriptiveStatistics all = new DescriptiveStatistics();
    rounds.forEach(all::addValue);
    return new Spread(all.getPercentile(50), all.getPercentile(25), all.getPercentile(75));
  }
}

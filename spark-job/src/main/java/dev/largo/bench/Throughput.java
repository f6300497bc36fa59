package dev.largo.bench;

import java.util.List;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/**
 * Images a second over several rounds.
 *
 * @param lower the first quartile
 * @param upper the third
 */
public record Throughput(double median, double lower, double upper) {
  static Throughput of(List<Double> rounds) {
    DescriptiveStatistics all = new DescriptiveStatistics();
    rounds.forEach(all::addValue);
    return new Throughput(all.getPercentile(50), all.getPercentile(25), all.getPercentile(75));
  }
}

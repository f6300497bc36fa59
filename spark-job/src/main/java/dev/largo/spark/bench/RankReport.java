package dev.largo.spark.bench;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a rank measured.
 *
 * @param executor Spark's name of its process
 * @param host where that is
 * @param seconds by part, then by round
 */
record RankReport(String executor, String host, List<List<Double>> seconds)
    implements Serializable {
  RankReport {
    seconds = seconds.stream().map(List::copyOf).toList();
  }

  /** A round is over when its slowest rank is done. */
  static List<List<Double>> slowest(List<RankReport> ranks) {
    List<List<Double>> all = new ArrayList<>();
    for (int part = 0; part < ranks.get(0).seconds.size(); part++) {
      List<Double> rounds = new ArrayList<>();
      for (int round = 0; round < ranks.get(0).seconds.get(part).size(); round++) {
        double slowest = 0;
        for (RankReport rank : ranks) {
          slowest = Math.max(slowest, rank.seconds.get(part).get(round));
        }
        rounds.add(slowest);
      }
      all.add(rounds);
    }
    return all;
  }
}

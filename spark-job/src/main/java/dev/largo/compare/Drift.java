package dev.largo.compare;

import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How far weights have moved from one checkpoint of a run to a later one (Hoffer et al. 2017,
 * section 3, look at the distance from the start).
 *
 * @param from step of the earlier checkpoint
 * @param steps from it to the later one
 * @param distance Euclidean, over the weights that are trained
 */
public record Drift(String run, long from, long steps, double distance) {
  /** The distances between each two of a run's checkpoints. */
  public static List<Drift> of(List<Entrant> checkpoints, ParameterLayout layout)
      throws IOException {
    List<Drift> drifts = new ArrayList<>();
    for (int i = 0; i < checkpoints.size(); i++) {
      float[] from = checkpoints.get(i).weights().load();
      Candidate start = checkpoints.get(i).candidate();
      for (Entrant later : checkpoints.subList(i + 1, checkpoints.size())) {
        drifts.add(
            new Drift(
                start.run(),
                start.step(),
                later.candidate().step() - start.step(),
                distance(from, later.weights().load(), layout)));
      }
    }
    return drifts;
  }

  private static double distance(float[] one, float[] other, ParameterLayout layout) {
    double sum = 0;
    for (Segment segment : layout.segments()) {
      for (int i = segment.offset(); segment.trainable() && i < segment.end(); i++) {
        double difference = (double) one[i] - other[i];
        sum += difference * difference;
      }
    }
    return Math.sqrt(sum);
  }
}

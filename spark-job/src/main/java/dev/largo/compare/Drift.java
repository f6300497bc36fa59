package dev.largo.compare;

import dev.largo.evaluate.ModelVectors;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Segment;
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
  /**
   * The distances between each two checkpoints of a run.
   *
   * @param candidates of any runs, those of a run in the order of steps
   * @param models their weights
   */
  public static List<Drift> of(
      List<Candidate> candidates, ModelVectors models, ParameterLayout layout) {
    List<Drift> drifts = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      for (int j = i + 1; j < candidates.size(); j++) {
        Candidate from = candidates.get(i);
        Candidate to = candidates.get(j);
        if (from.isCheckpoint() && to.isCheckpoint() && from.run().equals(to.run())) {
          double distance = distance(models.parameters(i), models.parameters(j), layout);
          drifts.add(new Drift(from.run(), from.step(), to.step() - from.step(), distance));
        }
      }
    }
    return drifts;
  }

  /** Euclidean, over the weights that are trained, in float64. */
  static double distance(float[] one, float[] other, ParameterLayout layout) {
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

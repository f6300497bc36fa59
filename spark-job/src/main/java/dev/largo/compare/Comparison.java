package dev.largo.compare;

import dev.largo.evaluate.Predictions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * Candidates side by side on one validation set.
 *
 * @param runs that the candidates come from
 * @param samples of the set
 * @param classNames of the set, in order
 * @param entries one a candidate
 * @param agreement for each two entries the share of samples that both give the same class
 * @param seeds what several runs of one recipe have in common; empty where each is of its own
 */
public record Comparison(
    List<ComparedRun> runs,
    int samples,
    List<String> classNames,
    List<Entry> entries,
    List<List<Double>> agreement,
    List<SeedSummary> seeds) {
  public Comparison {
    runs = List.copyOf(runs);
    classNames = List.copyOf(classNames);
    entries = List.copyOf(entries);
    agreement = List.copyOf(agreement);
    seeds = List.copyOf(seeds);
  }

  /**
   * What was found out about a candidate.
   *
   * @param last whether it is its run's last checkpoint
   * @param best whether it is the best of its run's checkpoints that were compared, by top-1, then
   *     by loss, the first of equals: chosen on the very samples that it is scored on, and so
   *     flattered
   * @param top1 share of samples whose most likely class is right
   * @param top5 share of samples whose class is among the five most likely
   * @param loss mean cross-entropy in nats
   * @param classAccuracy top-1 of the samples of each class; NaN of a class without samples
   * @param againstLast against the last checkpoint of its run, of several runs that of the first;
   *     null for that itself
   */
  public record Entry(
      Candidate candidate,
      boolean last,
      boolean best,
      double top1,
      double top5,
      double loss,
      Calibration calibration,
      List<Double> classAccuracy,
      @Nullable Difference againstLast) {
    public Entry {
      classAccuracy = List.copyOf(classAccuracy);
    }
  }

  /**
   * Compares.
   *
   * @param candidates of each run the checkpoints first, oldest first; candidates of several runs
   *     behind all others
   * @param predictions of each candidate, about the same samples
   * @param recipes what tells its recipe from others, by the name of each run that counts as one of
   *     several of a recipe
   * @param random source of the intervals
   */
  public static Comparison of(
      List<ComparedRun> runs,
      List<Candidate> candidates,
      List<Predictions> predictions,
      List<String> classNames,
      Map<String, ?> recipes,
      UniformRandomProvider random) {
    Map<String, Integer> best = bestCheckpoints(candidates, predictions);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      Predictions mine = predictions.get(i);
      int last = lastCheckpoint(candidates, candidate);
      entries.add(
          new Entry(
              candidate,
              last == i,
              Integer.valueOf(i).equals(best.get(candidate.run())),
              mine.top1(),
              mine.top5(),
              mine.loss(),
              Calibration.of(mine),
              classAccuracy(mine, classNames.size()),
              last == i || last < 0 ? null : Difference.of(mine, predictions.get(last), random)));
    }
    return new Comparison(
        runs,
        predictions.get(0).samples(),
        classNames,
        entries,
        agreement(predictions),
        SeedSummary.of(entries, recipes));
  }

  /** The number of the last checkpoint of a candidate's run; of several runs, of the first one. */
  private static int lastCheckpoint(List<Candidate> candidates, Candidate of) {
    boolean known = candidates.stream().anyMatch(c -> c.isCheckpoint() && c.run().equals(of.run()));
    String run = known ? of.run() : candidates.get(0).run();
    int last = -1;
    for (int i = 0; i < candidates.size(); i++) {
      if (candidates.get(i).isCheckpoint() && candidates.get(i).run().equals(run)) {
        last = i;
      }
    }
    return last;
  }

  /** The number of the best checkpoint of each run that has any. */
  private static Map<String, Integer> bestCheckpoints(
      List<Candidate> candidates, List<Predictions> predictions) {
    Map<String, Integer> best = new HashMap<>();
    for (int i = 0; i < candidates.size(); i++) {
      if (candidates.get(i).isCheckpoint()) {
        best.merge(
            candidates.get(i).run(),
            i,
            (sofar, next) ->
                isBetter(predictions.get(next), predictions.get(sofar)) ? next : sofar);
      }
    }
    return best;
  }

  /** By top-1, then by loss; a loss that is no number is the worst. */
  private static boolean isBetter(Predictions one, Predictions other) {
    int byTop1 = Double.compare(one.top1(), other.top1());
    return byTop1 > 0 || (byTop1 == 0 && Double.compare(one.loss(), other.loss()) < 0);
  }

  private static List<Double> classAccuracy(Predictions predictions, int classes) {
    int[] samples = new int[classes];
    int[] right = new int[classes];
    for (int i = 0; i < predictions.samples(); i++) {
      samples[predictions.label(i)]++;
      right[predictions.label(i)] += predictions.isRight(i) ? 1 : 0;
    }
    Double[] accuracy = new Double[classes];
    Arrays.setAll(accuracy, c -> (double) right[c] / samples[c]);
    return List.of(accuracy);
  }

  private static List<List<Double>> agreement(List<Predictions> predictions) {
    List<List<Double>> rows = new ArrayList<>();
    for (Predictions one : predictions) {
      rows.add(predictions.stream().map(other -> agreement(one, other)).toList());
    }
    return rows;
  }

  private static double agreement(Predictions one, Predictions other) {
    int same = 0;
    for (int i = 0; i < one.samples(); i++) {
      same += one.likeliest(i) == other.likeliest(i) ? 1 : 0;
    }
    return (double) same / one.samples();
  }
}

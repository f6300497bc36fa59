package dev.largo.record;

import dev.largo.train.EvaluationRecord;
import dev.largo.train.ReplicaAverage;
import dev.largo.train.ReplicaRecord;
import dev.largo.train.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Tells a SWAP run's phases from what the run directory holds, however often it was resumed. */
final class Phases {
  private final List<StepRecord> steps;
  private final List<ReplicaRecord> replicas;
  private final List<EvaluationRecord> evaluations;

  Phases(List<StepRecord> steps, List<ReplicaRecord> replicas, List<EvaluationRecord> evaluations) {
    this.steps = steps;
    this.replicas = replicas;
    this.evaluations = evaluations;
  }

  /**
   * The phases in their order.
   *
   * @param stepsPerEpoch of the training before the replicas
   * @param averagingSeconds what the last phase took
   */
  List<PhaseRecord> records(int stepsPerEpoch, double averagingSeconds) {
    List<PhaseRecord> records = new ArrayList<>();
    List<StepRecord> epoch = steps.subList(Math.max(0, steps.size() - stepsPerEpoch), steps.size());
    records.add(
        new PhaseRecord(
            "large-batch",
            steps.size(),
            steps.stream().mapToDouble(step -> step.seconds().total()).sum(),
            mean(epoch, StepRecord::top1),
            top1(EvaluationRecord.CHECKPOINT)));
    List<PhaseRecord> each =
        replicas.stream()
            .map(
                replica -> {
                  String name = "replica-" + replica.replica();
                  return new PhaseRecord(
                      name, replica.steps(), replica.seconds(), replica.top1(), top1(name));
                })
            .toList();
    records.addAll(each);
    records.add(
        new PhaseRecord(
            "refinement",
            replicas.stream().mapToLong(ReplicaRecord::steps).max().orElse(0),
            longest(),
            mean(each, PhaseRecord::trainTop1),
            mean(each, PhaseRecord::top1)));
    records.add(
        new PhaseRecord("average", 0, averagingSeconds, Double.NaN, top1(ReplicaAverage.NAME)));
    return records;
  }

  private double longest() {
    return replicas.stream()
        .collect(
            Collectors.groupingBy(
                ReplicaRecord::worker, Collectors.summingDouble(ReplicaRecord::seconds)))
        .values()
        .stream()
        .mapToDouble(seconds -> seconds)
        .max()
        .orElse(0);
  }

  private double top1(String weights) {
    return evaluations.stream()
        .filter(evaluation -> evaluation.weights().equals(weights))
        .reduce((earlier, later) -> later)
        .map(EvaluationRecord::top1)
        .orElse(Double.NaN);
  }

  private static <T> double mean(List<T> of, ToDoubleFunction<T> value) {
    return of.stream().mapToDouble(value).average().orElse(Double.NaN);
  }
}

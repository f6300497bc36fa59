package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Remembers everything it is told. */
final class RecordingMonitor implements RunMonitor {
  final List<StepRecord> steps = new ArrayList<>();
  final List<LayerRecord> layers = new ArrayList<>();
  final List<HistogramRecord> histograms = new ArrayList<>();
  final List<EvaluationRecord> evaluations = new ArrayList<>();
  final List<RefinementRecord> refinements = new ArrayList<>();
  final List<Long> checkpoints = new ArrayList<>();

  private long failingEvaluation = -1;
  private Consumer<StepRecord> onStep = step -> {};

  /** Has someone told of each step, in the thread that reports it. */
  void onStep(Consumer<StepRecord> told) {
    onStep = told;
  }

  /** Fails when it is told of the evaluation after this step. */
  void failAtEvaluation(long step) {
    failingEvaluation = step;
  }

  /** The step after the last one that was recorded, or after {@code done}. */
  synchronized long nextStep(long done) {
    return 1 + (steps.isEmpty() ? done : steps.get(steps.size() - 1).step());
  }

  @Override
  public synchronized void step(StepRecord step) {
    steps.add(step);
    onStep.accept(step);
  }

  @Override
  public void layers(List<LayerRecord> records) {
    requireOne(records.stream().map(LayerRecord::step));
    layers.addAll(records);
  }

  @Override
  public void histograms(List<HistogramRecord> records) {
    requireOne(records.stream().map(HistogramRecord::step));
    histograms.addAll(records);
  }

  /** A lot is of one step: event files have one step for all of it. */
  private static void requireOne(Stream<Long> steps) {
    assertEquals(1, steps.distinct().count(), "steps of a lot");
  }

  @Override
  public void evaluation(EvaluationRecord evaluation) {
    if (evaluation.step() == failingEvaluation) {
      throw new IllegalStateException("evaluation of step " + failingEvaluation);
    }
    evaluations.add(evaluation);
  }

  @Override
  public synchronized void refinement(RefinementRecord refinement) {
    refinements.add(refinement);
  }

  @Override
  public void checkpoint(long step) {
    checkpoints.add(step);
  }
}

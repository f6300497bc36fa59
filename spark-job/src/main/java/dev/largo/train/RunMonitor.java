package dev.largo.train;

import dev.largo.data.BadSample;
import java.util.List;

/**
 * Watches a run; called by one thread at a time, in the order of steps. It cannot change training.
 */
public interface RunMonitor {
  /** A step was made. */
  default void step(StepRecord step) {}

  /** What the layers of a step that is on record were like. */
  default void layers(List<LayerRecord> layers) {}

  /** How values were spread in a step that is on record. */
  default void histograms(List<HistogramRecord> histograms) {}

  /** Weights were evaluated. */
  default void evaluation(EvaluationRecord evaluation) {}

  /** A checkpoint of this step is about to count: what it follows on should be as durable. */
  default void checkpointing(long step) {}

  /** A checkpoint of this step is safely written. */
  default void checkpoint(long step) {}

  /** Workers were lost: the run goes on from this step, and what was told of later ones is void. */
  default void rewound(long step) {}

  /** A sample could not be read, and was skipped; may be told more than once. */
  default void badSample(BadSample sample) {}

  /** A replica has come to the end of an epoch; replicas come on at the same time. */
  default void refinement(RefinementRecord refinement) {}

  /** The run goes on after a loss. */
  default void recovered(RecoveryRecord recovery) {}

  /** Watches nothing. */
  RunMonitor NONE = new RunMonitor() {};

  /** All of these, in this order. */
  static RunMonitor all(List<RunMonitor> monitors) {
    return new RunMonitor() {
      @Override
      public void step(StepRecord step) {
        monitors.forEach(monitor -> monitor.step(step));
      }

      @Override
      public void layers(List<LayerRecord> layers) {
        monitors.forEach(monitor -> monitor.layers(layers));
      }

      @Override
      public void histograms(List<HistogramRecord> histograms) {
        monitors.forEach(monitor -> monitor.histograms(histograms));
      }

      @Override
      public void evaluation(EvaluationRecord evaluation) {
        monitors.forEach(monitor -> monitor.evaluation(evaluation));
      }

      @Override
      public void checkpointing(long step) {
        monitors.forEach(monitor -> monitor.checkpointing(step));
      }

      @Override
      public void checkpoint(long step) {
        monitors.forEach(monitor -> monitor.checkpoint(step));
      }

      @Override
      public void rewound(long step) {
        monitors.forEach(monitor -> monitor.rewound(step));
      }

      @Override
      public void badSample(BadSample sample) {
        monitors.forEach(monitor -> monitor.badSample(sample));
      }

      @Override
      public void refinement(RefinementRecord refinement) {
        monitors.forEach(monitor -> monitor.refinement(refinement));
      }

      @Override
      public void recovered(RecoveryRecord recovery) {
        monitors.forEach(monitor -> monitor.recovered(recovery));
      }
    };
  }
}

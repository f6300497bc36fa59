package dev.largo.train;

import java.util.List;

/**
 * Watches a run; called by one thread at a time, in the order of steps. It cannot change training.
 */
public interface RunMonitor {
  void step(StepRecord step);

  void layers(List<LayerRecord> layers);

  void evaluation(EvaluationRecord evaluation);

  /** A checkpoint of this step is about to count: what it follows on should be as durable. */
  default void checkpointing(long step) {}

  /** A checkpoint of this step is safely written. */
  void checkpoint(long step);

  /** Workers were lost: the run goes on from this step, and what was told of later ones is void. */
  default void rewound(long step) {}

  /** The run goes on after a loss. */
  default void recovered(RecoveryRecord recovery) {}

  /** Watches nothing. */
  RunMonitor NONE =
      new RunMonitor() {
        @Override
        public void step(StepRecord step) {}

        @Override
        public void layers(List<LayerRecord> layers) {}

        @Override
        public void evaluation(EvaluationRecord evaluation) {}

        @Override
        public void checkpoint(long step) {}
      };

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
      public void recovered(RecoveryRecord recovery) {
        monitors.forEach(monitor -> monitor.recovered(recovery));
      }
    };
  }
}

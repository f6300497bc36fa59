package dev.largo.train;

import java.util.List;

/**
 * Watches a run; called by one thread at a time, in the order of steps. It cannot change training.
 */
public interface RunMonitor {
  void step(StepRecord step);

  void layers(List<LayerRecord> layers);

  void evaluation(EvaluationRecord evaluation);

  /** A checkpoint of this step is safely written. */
  void checkpoint(long step);
}

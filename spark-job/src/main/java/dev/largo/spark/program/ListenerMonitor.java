package dev.largo.spark.program;

import dev.largo.train.RunMonitor;
import dev.largo.train.StepRecord;
import java.util.List;
import org.deeplearning4j.optimize.api.TrainingListener;

/**
 * Tells Deeplearning4j's listeners of steps and epochs. The network that they are given has the
 * score of the step, a batch of the step's size without its values, no gradient, and the parameters
 * that it had before the training.
 */
final class ListenerMonitor implements RunMonitor {
  private final GivenModel model;
  private final List<TrainingListener> listeners;
  private final int stepsPerEpoch;
  private final int iterationsBefore;
  private final int epochsBefore;
  private final long stepsBefore;

  /**
   * A monitor of a fit.
   *
   * @param done steps of the schedule that earlier fits have made
   */
  ListenerMonitor(
      GivenModel model, List<TrainingListener> listeners, int stepsPerEpoch, long done) {
    this.model = model;
    this.listeners = List.copyOf(listeners);
    this.stepsPerEpoch = stepsPerEpoch;
    iterationsBefore = model.iterations();
    epochsBefore = model.epochs();
    stepsBefore = done;
  }

  @Override
  public void step(StepRecord step) {
    int made = (int) (step.step() - stepsBefore);
    int epochsMade = (made - 1) / stepsPerEpoch;
    model.count(iterationsBefore + made, epochsBefore + epochsMade);
    model.score(step.loss());
    model.whileShowing(step.globalBatch(), () -> tell(made, epochsMade));
  }

  private void tell(int made, int epochsMade) {
    if (made % stepsPerEpoch == 1 % stepsPerEpoch) {
      listeners.forEach(listener -> listener.onEpochStart(model.model()));
    }
    listeners.forEach(
        listener ->
            listener.iterationDone(
                model.model(), iterationsBefore + made, epochsBefore + epochsMade));
    if (made % stepsPerEpoch == 0) {
      listeners.forEach(listener -> listener.onEpochEnd(model.model()));
    }
  }
}

package dev.largo.spark.program;

import dev.largo.train.RunMonitor;
import dev.largo.train.StepRecord;
import java.util.List;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Tells Deeplearning4j's listeners of steps and epochs. The network that they are given has the
 * score of the step, a batch of the step's size, each sample a single 0, a gradient of no layer,
 * and the parameters that it had before the training.
 */
final class ListenerMonitor implements RunMonitor {
  private final GivenModel model;
  private final List<TrainingListener> listeners;
  private final int stepsPerEpoch;
  private final int iterationsBefore;
  private final int epochsBefore;
  private final long stepsBefore;

  /** Shown at every step: an array a step would wait for a garbage collection outside the heap. */
  private @Nullable INDArray batch;

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
    if (!listeners.isEmpty()) {
      model.whileShowing(batch(step.globalBatch()), () -> tell(made, epochsMade));
    }
  }

  private INDArray batch(int samples) {
    INDArray shown = batch;
    if (shown == null || shown.rows() != samples) {
      shown = Nd4j.create(samples, 1);
      batch = shown;
    }
    return shown;
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

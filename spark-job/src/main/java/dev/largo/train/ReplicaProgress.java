package dev.largo.train;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sums up a replica's steps, epoch by epoch. */
final class ReplicaProgress implements RunMonitor {
  private final long start;
  private final int replica;
  private final int replicas;
  private final TrainingPlan own;
  private final Consumer<RefinementRecord> listener;

  private double seconds;
  private double epochSeconds;
  private double losses;
  private double shares;
  private @Nullable RefinementRecord last;

  /**
   * Progress of a replica that has made no step.
   *
   * @param start the step that it starts from
   * @param own the replica's plan
   * @param listener told at each epoch's end
   */
  ReplicaProgress(
      long start,
      int replica,
      int replicas,
      TrainingPlan own,
      Consumer<RefinementRecord> listener) {
    this.start = start;
    this.replica = replica;
    this.replicas = replicas;
    this.own = own;
    this.listener = listener;
  }

  @Override
  public void step(StepRecord step) {
    epochSeconds += step.seconds().total();
    losses += step.loss();
    shares += step.top1();
    int steps = own.stepsPerEpoch();
    if (step.step() % steps == 0) {
      seconds += epochSeconds;
      double samples = (double) steps * step.globalBatch();
      last =
          new RefinementRecord(
              start,
              replica,
              replicas,
              step.step(),
              own.steps(),
              own.epochOf(step.step()) + 1,
              own.config().epochs(),
              losses / steps,
              shares / steps,
              seconds,
              samples / epochSeconds);
      listener.accept(last);
      epochSeconds = 0;
      losses = 0;
      shares = 0;
    }
  }

  /** The epoch that ended last. */
  RefinementRecord last() {
    if (last == null) {
      throw new IllegalStateException("replica " + replica + " has ended no epoch");
    }
    return last;
  }
}

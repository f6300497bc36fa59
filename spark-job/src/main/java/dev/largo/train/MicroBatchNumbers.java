package dev.largo.train;

import dev.largo.data.MicroBatchRequest;
import dev.largo.data.SampleOrder;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The micro-batches of one rank, step after step, to the end of the run. */
final class MicroBatchNumbers implements Iterator<MicroBatchRequest> {
  private final TrainingPlan plan;
  private final SampleOrder samples;
  private final Range share;
  private long step;
  private int number;
  private int epoch = -1;
  private int[] order = {};

  /** The micro-batches from {@code step} on; {@code share} must not be empty. */
  MicroBatchNumbers(TrainingPlan plan, SampleOrder samples, Range share, long step) {
    this.plan = plan;
    this.samples = samples;
    this.share = share;
    this.step = step;
    number = share.from();
  }

  @Override
  public boolean hasNext() {
    return step <= plan.steps();
  }

  @Override
  public MicroBatchRequest next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the run has " + plan.steps() + " steps");
    }
    if (plan.epochOf(step) != epoch) {
      epoch = plan.epochOf(step);
      order = samples.ofEpoch(epoch);
    }
    int now = epoch;
    int[] visited = order;
    int first = plan.firstSample(step, number);
    int count = plan.config().batch().micro();
    if (++number == share.to()) {
      number = share.from();
      step++;
    }
    return (reader, into) -> reader.readTraining(now, visited, first, count, into);
  }
}

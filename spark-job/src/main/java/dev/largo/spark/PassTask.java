package dev.largo.spark;

import dev.largo.train.Pass;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** One rank's share of a pass, as a task of a job. */
final class PassTask implements Function<Integer, double[]> {
  private static final long serialVersionUID = 1L;

  private final RunSpec spec;
  private final Pass pass;
  private final Broadcast<float[]> parameters;

  PassTask(RunSpec spec, Pass pass, Broadcast<float[]> parameters) {
    this.spec = spec;
    this.pass = pass;
    this.parameters = parameters;
  }

  @Override
  public double[] call(Integer rank) throws Exception {
    WorkerSlot slot = WorkerSlot.of(spec, rank);
    float[] vector = parameters.value();
    return slot.call(() -> slot.worker().run(pass, vector));
  }
}

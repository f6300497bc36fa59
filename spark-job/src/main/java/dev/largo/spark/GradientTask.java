package dev.largo.spark;

import java.io.IOException;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** One rank's share of a step, as a task of a job. */
final class GradientTask implements Function<Integer, TaskResult<ShareResult>> {
  private static final long serialVersionUID = 1L;

  private final RunSpec spec;
  private final long step;
  private final double lossScale;
  private final Broadcast<float[]> parameters;

  GradientTask(RunSpec spec, long step, double lossScale, Broadcast<float[]> parameters) {
    this.spec = spec;
    this.step = step;
    this.lossScale = lossScale;
    this.parameters = parameters;
  }

  @Override
  public TaskResult<ShareResult> call(Integer rank) throws IOException {
    float[] vector = parameters.value();
    return TaskResult.of(
        spec, rank, worker -> new ShareResult(worker.computeShare(step, lossScale, vector)));
  }
}

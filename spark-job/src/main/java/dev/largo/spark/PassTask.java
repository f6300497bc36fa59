package dev.largo.spark;

import dev.largo.train.Pass;
import java.io.IOException;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** One rank's share of a pass, as a task of a job. */
final class PassTask implements Function<Integer, TaskResult<double[]>> {
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
  public TaskResult<double[]> call(Integer rank) throws IOException {
    float[] vector = parameters.value();
    return TaskResult.of(spec, rank, worker -> worker.run(pass, vector));
  }
}

package dev.largo.train;

import dev.largo.config.SwapConfig;
import dev.largo.optim.layout.Slice;
import java.io.IOException;

/**
 * SWAP's third phase: the mean of the replicas, added up in float64 in their order, with batch-norm
 * statistics of its own. Evaluates it, and beside it each replica.
 */
public final class ReplicaAverage {
  /** The average's name among the weights of a run. */
  public static final String NAME = "swap";

  private final TrainingPlan plan;
  private final SwapConfig swap;
  private final Workforce workforce;
  private final ParameterServer server;
  private final ReplicaDirectory replicas;
  private final Evaluator evaluator;
  private final StatisticsRefresher refresher;
  private final AverageStore store;
  private final RunMonitor monitor;

  /**
   * The average of replicas.
   *
   * @param server whose ranks each average their slice
   */
  public ReplicaAverage(
      TrainingPlan plan,
      SwapConfig swap,
      Workforce workforce,
      ParameterServer server,
      ReplicaDirectory replicas,
      Evaluator evaluator,
      StatisticsRefresher refresher,
      AverageStore store,
      RunMonitor monitor) {
    this.plan = plan;
    this.swap = swap;
    this.workforce = workforce;
    this.server = server;
    this.replicas = replicas;
    this.evaluator = evaluator;
    this.refresher = refresher;
    this.store = store;
    this.monitor = monitor;
  }

  /**
   * Averages replicas that are all there; every rank makes the call.
   *
   * @param start the step that they were refined from
   * @param into receives the average, whole
   * @return seconds that averaging and the statistics took, without evaluations
   */
  public double average(long start, float[] into) throws IOException, InterruptedException {
    long nanos = 0;
    Slice slice = server.slice();
    double[] sum = new double[slice.length()];
    for (int replica = 1; replica <= swap.replicas(); replica++) {
      long began = System.nanoTime();
      float[] vector = replicas.parameters(replica);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += vector[slice.from() + i];
      }
      nanos += System.nanoTime() - began;
      evaluate(vector, start, "replica-" + replica);
    }
    long began = System.nanoTime();
    for (int i = 0; i < sum.length; i++) {
      into[slice.from() + i] = (float) (sum[i] / swap.replicas());
    }
    server.gather(into);
    refresher.refresh(workforce, into, swap.batchNormSamples());
    nanos += System.nanoTime() - began;
    evaluate(into, start, NAME);
    store.write(NAME, into);
    return nanos / 1e9;
  }

  private void evaluate(float[] vector, long start, String weights)
      throws IOException, InterruptedException {
    monitor.evaluation(
        evaluator.evaluate(workforce, vector, start, plan.epochAfter(start), weights));
  }
}

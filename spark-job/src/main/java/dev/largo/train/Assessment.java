package dev.largo.train;

import dev.largo.optim.average.WeightAverage;
import java.io.IOException;
import java.util.Map;

/** Evaluates the weights as they are and, beside them, every average that has a sample. */
public final class Assessment {
  private final TrainingPlan plan;
  private final Workforce workforce;
  private final ParameterServer server;
  private final Averages averages;
  private final Evaluator evaluator;
  private final StatisticsRefresher refresher;
  private final AverageStore store;
  private final RunMonitor monitor;

  /** An assessment of a server's weights and of averages of them. */
  public Assessment(
      TrainingPlan plan,
      Workforce workforce,
      ParameterServer server,
      Averages averages,
      Evaluator evaluator,
      StatisticsRefresher refresher,
      AverageStore store,
      RunMonitor monitor) {
    this.plan = plan;
    this.workforce = workforce;
    this.server = server;
    this.averages = averages;
    this.evaluator = evaluator;
    this.refresher = refresher;
    this.store = store;
    this.monitor = monitor;
  }

  /**
   * Evaluates after a step; every rank makes the call.
   *
   * @return the score of the weights as they are, the same on every rank
   */
  public EvaluationRecord assess(long step) throws IOException, InterruptedException {
    double epoch = plan.epochAfter(step);
    EvaluationRecord single =
        evaluator.evaluate(
            workforce, server.exactParameters(), step, epoch, EvaluationRecord.CHECKPOINT);
    monitor.evaluation(single);
    for (Map.Entry<String, WeightAverage> entry : averages.byName().entrySet()) {
      if (entry.getValue().count() > 0) {
        String name = entry.getKey();
        float[] vector = averages.gather(entry.getValue());
        refresher.refresh(workforce, vector, averages.batchNormSamples(name));
        monitor.evaluation(evaluator.evaluate(workforce, vector, step, epoch, name));
        store.write(name, vector);
      }
    }
    return single;
  }
}

package dev.largo.spark.bench.control;

import dev.largo.collective.net.TransportSettings;
import dev.largo.spark.SparkTransport;
import dev.largo.spark.bench.control.ControlBench.Scenario;
import dev.largo.spark.coordination.CoordinatorAddress;
import dev.largo.train.Range;
import java.io.IOException;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.Function;

/** The body of a task: a process' share of the simulated ranks. */
final class RanksTask implements Function<Integer, RanksReport> {
  private static final long serialVersionUID = 1L;

  private final CoordinatorAddress driver;
  private final ControlLoad load;
  private final Scenario scenario;
  private final int processes;

  RanksTask(CoordinatorAddress driver, ControlLoad load, Scenario scenario, int processes) {
    this.driver = driver;
    this.load = load;
    this.scenario = scenario;
    this.processes = processes;
  }

  @Override
  public RanksReport call(Integer process) throws IOException, InterruptedException {
    return run(
        SparkTransport.ofExecutor(),
        SparkEnv.get().executorId(),
        Range.share(load.ranks(), process, processes));
  }

  /** Runs some ranks in this JVM. */
  RanksReport run(TransportSettings settings, String executor, Range own)
      throws IOException, InterruptedException {
    try (SimulatedRanks ranks = new SimulatedRanks(settings, driver, 0, load)) {
      return switch (scenario) {
        case LIVE -> ranks.live(own, executor);
        case LOSSY -> ranks.lossy(own, executor);
      };
    }
  }
}

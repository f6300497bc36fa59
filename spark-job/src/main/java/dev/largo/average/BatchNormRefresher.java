package dev.largo.average;

import dev.largo.collective.TreeSums;
import dev.largo.engine.RunningStatistics;
import dev.largo.train.StatisticsRefresher;
import dev.largo.train.Workforce;
import java.io.IOException;

/**
 * Recomputes batch-norm statistics under averaged weights: mean and variance pooled over training
 * samples, in float64 (Izmailov et al. 2018, section 3.2, asks for a pass over the data; pooling
 * makes it exact).
 */
public final class BatchNormRefresher implements StatisticsRefresher {
  private final RunningStatistics statistics;

  /**
   * A refresher.
   *
   * @param statistics where the network keeps them
   */
  public BatchNormRefresher(RunningStatistics statistics) {
    this.statistics = statistics;
  }

  @Override
  public void refresh(Workforce workforce, float[] parameters, int samples)
      throws IOException, InterruptedException {
    if (statistics.count() == 0) {
      return;
    }
    double[] total =
        TreeSums.total(workforce.run(new MomentsPass(samples), parameters), statistics.count() + 1);
    statistics.put(total, (long) total[statistics.count()], parameters);
  }
}

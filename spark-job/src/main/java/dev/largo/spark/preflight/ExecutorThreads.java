package dev.largo.spark.preflight;

import java.util.Optional;

/** Whether native libraries are told how many threads a worker has. */
final class ExecutorThreads implements Rule {
  private static final String KEY = "spark.executorEnv.OMP_NUM_THREADS";

  @Override
  public Optional<Finding> check(Setup setup) {
    boolean separate = setup.isStandalone() || setup.inContainers();
    return !separate || setup.conf().contains(KEY)
        ? Optional.empty()
        : Optional.of(
            Finding.doubtful(
                "%s: not set, so that ND4J starts a thread a core in each executor; set it to %d, engine.threads, as submit/largo does"
                    .formatted(KEY, setup.threads())));
  }
}

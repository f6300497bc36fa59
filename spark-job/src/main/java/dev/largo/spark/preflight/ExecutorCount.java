package dev.largo.spark.preflight;

import java.util.Optional;

/** How many executors are asked for where neither Spark nor the run was given a number. */
final class ExecutorCount implements Rule {
  @Override
  public Optional<Finding> check(Setup setup) {
    boolean decidedBySpark =
        setup.inContainers()
            && setup.ranks() == 0
            && !setup.isElastic()
            && !setup.conf().contains(Setup.INSTANCES);
    return decidedBySpark
        ? Optional.of(
            Finding.doubtful(
                "workers = auto: takes the two executors that Spark asks for where %s is not set; set it, or workers"
                    .formatted(Setup.INSTANCES)))
        : Optional.empty();
  }
}

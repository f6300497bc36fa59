package dev.largo.spark.preflight;

import java.util.Optional;

/** Executors that Spark takes back and asks for as it sees fit. */
final class DynamicAllocation implements Rule {
  @Override
  public Optional<Finding> check(Setup setup) {
    if (!setup.isElastic()) {
      return Optional.empty();
    }
    return Optional.of(
        setup.inStep()
            ? Finding.fatal(
                "%s = true: Spark refuses it for workers that must all run at once; set it to false, and %s to their number"
                    .formatted(Setup.DYNAMIC_ALLOCATION, Setup.INSTANCES))
            : Finding.doubtful(
                "%s = true: an idle executor that is given back takes its workers' networks with it; set it to false"
                    .formatted(Setup.DYNAMIC_ALLOCATION)));
  }
}

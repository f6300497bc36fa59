package dev.largo.spark.preflight;

import dev.largo.spark.SparkTransport;
import java.util.Optional;

/** Whether each of several runs can listen for its workers. */
final class DriverPort implements Rule {
  @Override
  public Optional<Finding> check(Setup setup) {
    int port = setup.conf().getInt(SparkTransport.PORT, 0);
    int runs = setup.demand().runs();
    return port == 0 || runs == 1
        ? Optional.empty()
        : Optional.of(
            Finding.fatal(
                "%s = %s: is for one run, and %d at once have one each; leave it out, or train one at a time"
                    .formatted(SparkTransport.PORT, port, runs)));
  }
}

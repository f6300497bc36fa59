package dev.largo.spark.preflight;

import java.util.Optional;
import org.apache.spark.SparkConf;

/** Timeouts with which Spark would not start, and would say so less clearly. */
final class Timeouts implements Rule {
  private static final String TIMEOUT = "spark.network.timeout";
  private static final String INTERVAL = "spark.network.timeoutInterval";
  private static final String HEARTBEAT = "spark.executor.heartbeatInterval";

  @Override
  public Optional<Finding> check(Setup setup) {
    SparkConf conf = setup.conf();
    long timeout = conf.getTimeAsSeconds(TIMEOUT, "120s");
    long interval = conf.getTimeAsMs(INTERVAL, "60s") / 1000;
    long heartbeat = conf.getTimeAsMs(HEARTBEAT, "10s") / 1000;
    if (heartbeat >= timeout) {
      return Optional.of(tooLong(HEARTBEAT, heartbeat, timeout, Math.max(1, timeout / 10)));
    }
    return interval <= timeout
        ? Optional.empty()
        : Optional.of(tooLong(INTERVAL, interval, timeout, Math.max(1, timeout / 2)));
  }

  private static Finding tooLong(String key, long seconds, long timeout, long right) {
    return Finding.fatal(
        "%s = %ds: longer than %s = %ds allows; set it to %ds"
            .formatted(key, seconds, TIMEOUT, timeout, right));
  }
}

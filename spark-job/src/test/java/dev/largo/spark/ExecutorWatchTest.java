package dev.largo.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ExecutorWatchTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** As of a fit that somebody cancels, and the next one on the same Spark. */
  @Test
  @Timeout(180) // Spark's own end would wait for ever, too.
  void endOnAnInterruptedThreadLeavesSparkToTheNext() {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[1]")
            .setAppName("watch")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      ExecutorWatch cancelled = new ExecutorWatch(spark);
      Thread.currentThread().interrupt();
      cancelled.close();
      assertTrue(Thread.interrupted(), "the interrupt is for whoever closes it");

      Optional<String> news =
          assertTimeoutPreemptively(
              DEADLINE,
              () -> {
                try (ExecutorWatch next = new ExecutorWatch(spark)) {
                  spark.sc().listenerBus().post(new SparkListenerExecutorRemoved(0, "7", "lost"));
                  return next.awaitRemoved(DEADLINE, gone -> Optional.of(gone.toString()));
                }
              });
      assertEquals(Optional.of("7=lost"), news);
    }
  }
}

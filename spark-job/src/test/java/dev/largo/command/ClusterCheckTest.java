package dev.largo.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.largo.config.AggregationMode;
import dev.largo.spark.preflight.Demand;
import dev.largo.spark.preflight.Setup;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

final class ClusterCheckTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final SparkConf conf = new SparkConf(false).set("spark.master", "yarn");

  private Map<String, String> check() {
    Setup setup =
        new Setup(
            conf,
            AggregationMode.ALL_REDUCE,
            3,
            Demand.ALONE,
            1,
            false,
            OptionalLong.of(1000L << 20));
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Console console = new Console(stream, stream, false);
    ClusterCheck.check(setup, console::say);
    return ClusterCheck.ask(setup, console::say);
  }

  @Test
  void saysWhatIsDoubtfulAndWhatIsAskedFor() {
    assertEquals("3", check().get("spark.executor.instances"));

    assertEquals(
        List.of(
            "largo: spark.executorEnv.OMP_NUM_THREADS: not set, so that ND4J starts a thread a core in each executor; set it to 1, engine.threads, as submit/largo does",
            "largo: each worker takes 1000 MiB beside the Java heap",
            "largo: asking for spark.executor.instances=3 spark.executor.memoryOverhead=1769m"),
        err.toString(StandardCharsets.UTF_8).lines().toList());
  }

  @Test
  void refusesWhatCouldNotSucceedAsAWrongRequest() {
    conf.set("spark.executor.instances", "2");

    RequestException refusal = assertThrows(RequestException.class, this::check);

    assertEquals(
        "workers = 3: spark.executor.instances = 2 makes 2 task slots; set it to 3",
        refusal.getMessage());
    assertEquals(ExitStatus.WRONG_REQUEST, ExitStatus.of(refusal));
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }
}

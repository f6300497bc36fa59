package dev.largo.it;

import static dev.largo.it.StandaloneCluster.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs on a standalone cluster of separate processes, submitted as a user submits them. */
final class StandaloneIT {
  private static final int PATIENCE_SECONDS = 180;

  @TempDir static Path directory;
  private static StandaloneCluster cluster;
  private static TinySet set;

  @BeforeAll
  static void start() throws Exception {
    set = new TinySet(directory);
    Cli.Result alone = Cli.run(set.train("alone", "workers=1"));
    assertEquals(0, alone.status(), alone.err());
    cluster = new StandaloneCluster(directory, 4, 1, List.of());
  }

  @AfterAll
  static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"all-reduce, 2", "all-reduce, 4", "driver, 2"})
  void bitsAreThoseOfOneWorkerInOneProcess(String mode, int workers) throws Exception {
    String name = mode + "-" + workers;
    Path log = directory.resolve(name + ".log");

    Process process =
        cluster.submit(
            log,
            List.of("--conf", "spark.cores.max=" + workers),
            set.train(name, "workers=" + workers, "aggregation.mode=" + mode));

    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> read(log));
    assertEquals(0, process.exitValue(), () -> read(log));
    assertFalse(read(log).contains("largo: spark."), () -> "a setting is doubted:\n" + read(log));
    assertEquals(set.hash("alone"), set.hash(name));
    assertEquals(set.lines("alone", "evaluations.jsonl"), set.lines(name, "evaluations.jsonl"));
    assertEquals(workers, set.info(name).path("cluster").path("workers").asInt());
    assertEquals(cluster.master(), set.info(name).path("cluster").path("master").asText());
  }

  @Test
  void studyOfTwoCellsAtOnceComesToTheSameAsOneAfterTheOtherInOneProcess() throws Exception {
    String[] keys = {
      "epochs=2",
      "seed=[1,2,3]",
      "schedule.base-lr={log-uniform=[0.1,1]}",
      "search={trials=2,stages=[{keep=1}]}"
    };
    Cli.Result single = Cli.run(study("single", keys, "workers=1"));
    assertEquals(0, single.status(), single.err());
    Path log = directory.resolve("both.log");

    Process process =
        cluster.submit(log, List.of(), study("both", keys, "workers=2", "study.parallel=2"));

    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> read(log));
    assertEquals(0, process.exitValue(), () -> read(log));
    assertEquals(
        set.results("single/searches/all", "search.jsonl"),
        set.results("both/searches/all", "search.jsonl"));
    assertEquals(set.results("single", "study.jsonl"), set.results("both", "study.jsonl"));
    JsonNode trial = set.lines("both/searches/all", "search.jsonl").get(0);
    assertEquals(2, trial.path("at_once").asInt());
    assertEquals(
        cluster.master(), set.info("both/cells/seed-3").path("cluster").path("master").asText());
    Instant firstEnded = Instant.parse(set.info("both/cells/seed-1").path("end").asText());
    Instant secondBegan = Instant.parse(set.info("both/cells/seed-2").path("start").asText());
    assertTrue(secondBegan.isBefore(firstEnded), "the cells were not trained at once");
  }

  private static String[] study(String name, String[] keys, String... more) throws Exception {
    String[] line = set.train(name, keys);
    line[0] = "study";
    return Stream.of(line, more).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void everySlotOfEveryProcessSharesARunThatIsAuthenticatedAndEncrypted() throws Exception {
    List<String> secret =
        List.of(
            "spark.authenticate=true",
            "spark.authenticate.secret=integration-test",
            "spark.network.crypto.enabled=true",
            "spark.largo.sharedMemory=false");
    List<String> daemonOptions = secret.stream().map(option -> "-D" + option).toList();
    List<String> options = secret.stream().flatMap(o -> Stream.of("--conf", o)).toList();
    Path own = Files.createDirectory(directory.resolve("secured"));
    Path log = directory.resolve("secured.log");
    try (StandaloneCluster secured = new StandaloneCluster(own, 2, 2, daemonOptions)) {

      Process process = secured.submit(log, options, set.train("secured", "workers=auto"));

      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> read(log));
    }
    assertEquals(set.hash("alone"), set.hash("secured"), () -> read(log));
    assertEquals(4, set.info("secured").path("cluster").path("workers").asInt());
  }
}

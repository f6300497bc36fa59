package dev.largo.it;

import static dev.largo.it.StandaloneCluster.await;
import static dev.largo.it.StandaloneCluster.read;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of SWAP: the same bits for any number of workers, and whatever comes between. */
final class SwapIT {
  private static final int PATIENCE_SECONDS = 180;

  @TempDir static Path directory;
  private static TinySet set;

  /** Batch norm, an early end of the large batches, and more replicas than most have workers. */
  private static final String[] RESIDUAL = {
    "model.name=resnet-20",
    "batch={global=24,micro=8}",
    "epochs=3",
    "schedule.base-batch=24",
    "averaging.swa.enabled=false",
    "averaging.swap={enabled=true,until-accuracy=0.05,replicas=4,epochs=1,batch=8,lr=0.05}"
  };

  /** Replicas that take long enough to be disturbed. */
  private static final String[] LONG = {
    "workers=2",
    "averaging.swap={enabled=true,replicas=4,epochs=10,batch=12,lr=0.05}",
    "recovery.heartbeat-timeout=5 s"
  };

  @BeforeAll
  static void runUndisturbed() throws Exception {
    set = new TinySet(directory);
    train("alone", with("workers=1", RESIDUAL));
    train("whole", LONG);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void resultIsThatOfOneWorker(int workers) throws Exception {
    String name = "residual-" + workers;
    train(name, with("workers=" + workers, RESIDUAL));

    assertSame("alone", name);
  }

  @Test
  void everyPhaseIsOnRecord() throws Exception {
    List<String> evaluated =
        set.lines("alone", "evaluations.jsonl").stream()
            .map(line -> line.path("weights").asText())
            .filter(weights -> !weights.equals("checkpoint"))
            .toList();
    assertEquals(List.of("replica-1", "replica-2", "replica-3", "replica-4", "swap"), evaluated);
    List<JsonNode> phases = set.lines("alone", "phases.jsonl");
    assertEquals(
        List.of(
            "large-batch",
            "replica-1",
            "replica-2",
            "replica-3",
            "replica-4",
            "refinement",
            "average"),
        phases.stream().map(phase -> phase.path("phase").asText()).toList());
    assertEquals(set.info("alone").path("steps").asLong(), phases.get(0).path("steps").asLong());
    assertEquals(8, phases.get(0).path("steps").asLong(), "large batches end early");
    assertEquals(25, phases.get(5).path("steps").asLong());
    for (JsonNode phase : phases) {
      assertTrue(phase.path("seconds").asDouble() > 0, phase::toString);
      assertTrue(phase.path("top1").isNumber(), phase::toString);
    }
  }

  @Test
  void runThatIsStoppedWhileReplicasAreRefinedIsResumed() throws Exception {
    Process process = start("stopped");
    awaitReplica("stopped", process, 3);
    process.destroy(); // SIGTERM
    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));

    assertEquals(130, process.exitValue(), () -> log("stopped"));
    assertEquals("interrupted", set.info("stopped").path("status").asText());
    resume("stopped");
  }

  @Test
  void runThatIsKilledWhileReplicasAreRefinedIsResumed() throws Exception {
    Process process = start("killed");
    awaitReplica("killed", process, 3);
    process.destroyForcibly();
    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));

    resume("killed");
  }

  @Test
  void executorThatIsKilledWhileReplicasAreRefinedChangesNothing() throws Exception {
    Path log = directory.resolve("lost.log");
    try (StandaloneCluster cluster = new StandaloneCluster(directory, 2, 1, List.of())) {
      Process process = cluster.submit(log, List.of(), set.train("lost", LONG));
      awaitReplica("lost", process, 1);
      cluster.executors().get(0).destroyForcibly();
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> log("lost"));

      assertEquals(0, process.exitValue(), () -> log("lost"));
      assertTrue(log("lost").contains("largo: lost rank "), () -> log("lost"));
      assertFalse(set.lines("lost", "recoveries.jsonl").isEmpty());
      assertSame("whole", "lost");
    }
  }

  /** The first replica, which is there, is not touched again. */
  private static void resume(String name) throws Exception {
    Path first = set.run(name).resolve("swap/replica-01/model.zip");
    FileTime before = Files.getLastModifiedTime(first);
    Cli.Result resumed = Cli.run("resume", set.run(name).toString());

    assertEquals(0, resumed.status(), resumed.err());
    assertSame("whole", name);
    assertEquals(before, Files.getLastModifiedTime(first));
    assertFalse(resumed.err().contains("replica 1/4"), resumed.err());
  }

  private static void assertSame(String expected, String name) throws Exception {
    assertEquals(set.hash(expected), set.hash(name));
    assertEquals(set.lines(expected, "evaluations.jsonl"), set.lines(name, "evaluations.jsonl"));
    assertArrayEquals(
        Files.readAllBytes(set.run(expected).resolve("averages/swap/model.zip")),
        Files.readAllBytes(set.run(name).resolve("averages/swap/model.zip")));
  }

  /** Waits until a replica is under way, for good measure past its first epochs. */
  private static void awaitReplica(String name, Process process, int replica) {
    String line = "replica " + replica + "/4  epoch 2/10";
    await(line, () -> log(name).contains(line) || !process.isAlive());
    assertTrue(process.isAlive(), () -> "ended early: " + log(name));
  }

  private static Process start(String name) throws Exception {
    return Cli.start(directory, directory.resolve(name + ".log"), set.train(name, LONG));
  }

  private static String log(String name) {
    return read(directory.resolve(name + ".log"));
  }

  private static void train(String name, String... overrides) throws Exception {
    Cli.Result result = Cli.run(set.train(name, overrides));
    assertEquals(0, result.status(), result.err());
    assertTrue(result.out().contains("their average"), result.out());
  }

  private static String[] with(String first, String[] rest) {
    String[] all = new String[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }
}

package dev.largo.it;

import static dev.largo.it.StandaloneCluster.await;
import static dev.largo.it.StandaloneCluster.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that lose what they compute on, and end as if nothing had been. */
final class RecoveryIT {
  private static final int PATIENCE_SECONDS = 300;
  private static final int STEPS = 200;

  /** Kills of the chaos test; many more can be asked for. */
  private static final int KILLS = Integer.getInteger("largo.chaos.kills", 3);

  private static final long SEED = Long.getLong("largo.chaos.seed", System.nanoTime());

  @TempDir static Path sets;
  @TempDir Path directory;
  private static TinySet reference;

  /** Two processes of a slot each, for all tests that leave it as it was. */
  private static StandaloneCluster shared;

  private final List<StandaloneCluster> started = new ArrayList<>();
  private final List<Process> submitted = new ArrayList<>();

  @BeforeAll
  static void trainAlone() throws Exception {
    reference = new TinySet(sets);
    Cli.Result alone = Cli.run(command("alone", "workers=1"));
    assertEquals(0, alone.status(), alone.err());
    shared = new StandaloneCluster(Files.createDirectory(sets.resolve("cluster")), 2, 1, List.of());
  }

  @AfterAll
  static void stopShared() {
    if (shared != null) {
      shared.close();
    }
  }

  @AfterEach
  void stop() {
    submitted.forEach(Process::destroyForcibly);
    started.forEach(StandaloneCluster::close);
    await("the end of executors", () -> shared.executors().isEmpty());
  }

  @Test
  void executorsKilledAtAnyMomentChangeNothing() throws Exception {
    Random random = new Random(SEED);
    int kills = 0;
    for (int number = 1; kills < KILLS; number++) {
      Run run = train(shared, "killed-" + number, "workers=2");
      while (kills < KILLS && awaitMoment(run, random)) {
        List<ProcessHandle> executors = shared.executors();
        executors.get(random.nextInt(executors.size())).destroyForcibly();
        kills++;
      }

      run.assertEnds();
      assertTrue(run.log().contains("largo: lost rank "), run::log);
      assertFalse(reference.lines(run.name, "recoveries.jsonl").isEmpty());
    }
    System.err.println("seed " + SEED + ": " + kills + " kills");
  }

  /**
   * Waits for a moment to kill at: some steps later, while a checkpoint is being written, or before
   * the workers have got going.
   *
   * @return whether there is something to kill
   */
  private boolean awaitMoment(Run run, Random random) {
    await("executors", () -> shared.executors().size() == 2 || !run.isAlive());
    switch (random.nextInt(4)) {
      case 0 -> {}
      case 1 -> await("a draft", () -> run.isWritingCheckpoint() || !run.isAlive());
      default -> {
        long step = run.steps() + 1 + random.nextInt(40);
        await("step " + step, () -> run.steps() >= step || !run.isAlive());
      }
    }
    return run.isAlive() && !shared.executors().isEmpty();
  }

  @Test
  void processOfSeveralWorkersThatIsKilledChangesNothing() throws Exception {
    StandaloneCluster cluster = cluster(2, 2);
    Run run = train(cluster, "several", "workers=4");
    run.awaitSteps();

    cluster.executors().get(0).destroyForcibly();

    run.assertEnds();
  }

  @Test
  void executorThatIsLostInDriverModeChangesNothing() throws Exception {
    // Jobs a step: fewer steps do.
    Cli.Result alone = Cli.run(command("short", "workers=1", "epochs=15"));
    assertEquals(0, alone.status(), alone.err());
    Run run = train(shared, "driven", "workers=2", "aggregation.mode=driver", "epochs=15");
    run.awaitSteps();

    shared.executors().get(0).destroyForcibly();

    run.assertEndsAs("short");
  }

  @Test
  void executorThatIsLostWhileModelsAreApartChangesNothing() throws Exception {
    String apart = "aggregation={mode=parameter-averaging,models=4,every=\"7 steps\"}";
    Cli.Result alone = Cli.run(command("apart-alone", "workers=1", "epochs=20", apart));
    assertEquals(0, alone.status(), alone.err());
    Run run = train(shared, "apart", "workers=2", "epochs=20", apart);
    run.awaitSteps();

    shared.executors().get(0).destroyForcibly();

    run.assertEndsAs("apart-alone");
    assertFalse(reference.lines("apart", "recoveries.jsonl").isEmpty());
  }

  @Test
  void executorThatHangsIsReplaced() throws Exception {
    Run run = train(shared, "hung", "workers=2");
    run.awaitSteps();

    Commands.signal("STOP", shared.executors().get(0));

    run.assertEnds();
    assertTrue(run.log().contains("not heard of for 5 s"), run::log);
  }

  @Test
  void lostConnectionBetweenWorkersIsMadeAnew() throws Exception {
    assumeTrue(
        Sockets.canBeKilled(), "needs ss, the right to close sockets, and a kernel that can");
    Run run = train(shared, "cut", "workers=2");
    run.awaitSteps();

    Sockets.cut(shared.executors());

    run.assertEnds();
    assertTrue(run.log().contains("largo: lost rank "), run::log);
    assertTrue(run.log().contains("connection"), run::log);
  }

  @Test
  void runGoesOnWithFewerWorkersWhereTheClusterHasShrunk() throws Exception {
    StandaloneCluster cluster = cluster(3, 1);
    Run run = train(cluster, "fewer", "workers=auto", "recovery.replacement-wait=3 s");
    run.awaitSteps();
    assertEquals(3, reference.info("fewer").path("cluster").path("workers").asInt());

    cluster.loseWorker();

    run.assertEnds();
    assertEquals(2, reference.info("fewer").path("cluster").path("workers").asInt());
  }

  @Test
  void fixedNumberOfWorkersGivesUpWithOneLineAndIsResumed() throws Exception {
    StandaloneCluster cluster = cluster(2, 1);
    Run run = train(cluster, "fixed", "workers=2", "recovery.replacement-wait=2 s");
    run.awaitCheckpoints(1);

    cluster.loseWorker();

    assertEquals(1, run.status(), run::log);
    assertTrue(
        run.log().contains("largo: workers = 2: the cluster has 1 task slots left"), run::log);
    assertTrue(cluster.startWorker().isAlive());
    resume(cluster, run).assertEnds();
  }

  @Test
  void killedDriverAndTornCheckpointAreResumedFrom() throws Exception {
    Run run = train(shared, "driver", "workers=2");
    run.awaitCheckpoints(2);
    run.process.destroyForcibly().waitFor();
    List<Path> written = run.checkpoints();
    Path newest = written.get(written.size() - 1);
    Files.write(newest.resolve("model.zip"), new byte[] {1, 2, 3});

    Run resumed = resume(shared, run);

    resumed.assertEnds();
    assertTrue(resumed.log().contains("is passed over: model.zip"), resumed::log);
  }

  @Test
  void controlCStopsWithACheckpointAndIsResumed() throws Exception {
    Run run = train(shared, "stopped", "workers=2");
    run.awaitSteps();

    Commands.signal("INT", run.process.toHandle());

    assertEquals(130, run.status(), run::log);
    assertEquals("interrupted", reference.info("stopped").path("status").asText());
    long stopped = reference.info("stopped").path("steps").asLong();
    assertTrue(stopped > Run.UNDER_WAY && stopped < STEPS, () -> "stopped after step " + stopped);
    resume(shared, run).assertEnds();
  }

  private StandaloneCluster cluster(int workers, int cores) throws Exception {
    StandaloneCluster cluster = new StandaloneCluster(directory, workers, cores, List.of());
    started.add(cluster);
    return cluster;
  }

  /** 50 epochs of 4 steps; a checkpoint every 20 steps. */
  private static String[] command(String name, String... overrides) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "epochs=50",
                "checkpoint.every=5 epochs",
                "evaluation.every=25 epochs",
                "averaging.swa.every=5 epochs",
                "metrics.layers-every=100 steps",
                "recovery.heartbeat-timeout=5 s",
                "recovery.retries=20"));
    all.addAll(List.of(overrides));
    return reference.train(name, all.toArray(String[]::new));
  }

  private Run train(StandaloneCluster cluster, String name, String... overrides)
      throws IOException {
    return submit(cluster, name, directory.resolve(name + ".log"), command(name, overrides));
  }

  private Run resume(StandaloneCluster cluster, Run ended) throws IOException {
    String run = reference.run(ended.name).toString();
    return submit(
        cluster, ended.name, directory.resolve(ended.name + "-resumed.log"), "resume", run);
  }

  private Run submit(StandaloneCluster cluster, String name, Path log, String... command)
      throws IOException {
    Process process = cluster.submit(log, List.of(), command);
    submitted.add(process);
    return new Run(name, log, process);
  }

  /** A submitted run, watched through what it leaves in its directory. */
  private record Run(String name, Path logFile, Process process) {
    /** Steps after which a run is thought to be well under way. */
    static final int UNDER_WAY = 30;

    boolean isAlive() {
      return process.isAlive();
    }

    String log() {
      return read(logFile);
    }

    /** Exit status; waits for it. */
    int status() throws InterruptedException {
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), this::log);
      return process.exitValue();
    }

    void awaitSteps() {
      await("steps", () -> steps() > UNDER_WAY || !isAlive());
      assertTrue(isAlive(), this::log);
    }

    void awaitCheckpoints(int count) {
      await("checkpoints", () -> checkpoints().size() >= count || !isAlive());
      assertTrue(isAlive(), this::log);
    }

    /** That it ends as the run of one worker has ended, with every step once on record. */
    void assertEnds() throws Exception {
      assertEndsAs("alone");
    }

    void assertEndsAs(String undisturbed) throws Exception {
      assertEquals(0, status(), () -> "seed " + SEED + "\n" + log());
      assertEquals(reference.hash(undisturbed), reference.hash(name));
      assertEquals(
          reference.lines(undisturbed, "evaluations.jsonl"),
          reference.lines(name, "evaluations.jsonl"));
      assertEquals(
          LongStream.rangeClosed(1, reference.info(undisturbed).path("steps").asLong())
              .boxed()
              .toList(),
          reference.lines(name, "metrics.jsonl").stream()
              .map(line -> line.path("step").asLong())
              .toList());
    }

    /** Lines of the metrics, whole or not. */
    long steps() {
      Path metrics = reference.run(name).resolve("metrics.jsonl");
      try {
        return Files.exists(metrics) ? Files.readString(metrics).lines().count() : 0;
      } catch (IOException e) {
        return 0; // It is being replaced.
      }
    }

    List<Path> checkpoints() {
      return inCheckpoints(file -> file.startsWith("step-"));
    }

    boolean isWritingCheckpoint() {
      return !inCheckpoints(file -> file.endsWith(".draft")).isEmpty();
    }

    private List<Path> inCheckpoints(Predicate<String> wanted) {
      Path directory = reference.run(name).resolve("checkpoints");
      if (!Files.exists(directory)) {
        return List.of();
      }
      try (var entries = Files.list(directory)) {
        return entries
            .filter(entry -> wanted.test(entry.getFileName().toString()))
            .sorted()
            .toList();
      } catch (IOException e) {
        return List.of();
      }
    }
  }
}

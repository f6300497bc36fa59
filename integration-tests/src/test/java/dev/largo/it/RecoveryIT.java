package dev.largo.it;

import static dev.largo.it.StandaloneCluster.await;
import static dev.largo.it.StandaloneCluster.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that lose what they compute on, and end as if nothing had been. */
final class RecoveryIT {
  private static final int PATIENCE_SECONDS = 300;
  private static final int STEPS = 600;

  /** Kills of the chaos test; many more can be asked for. */
  private static final int KILLS = Integer.getInteger("largo.chaos.kills", 3);

  private static final long SEED = Long.getLong("largo.chaos.seed", System.nanoTime());

  @TempDir static Path sets;
  @TempDir Path directory;
  private static TinySet reference;
  private final List<StandaloneCluster> started = new ArrayList<>();

  @BeforeAll
  static void trainAlone() throws Exception {
    reference = new TinySet(sets);
    Cli.Result alone = Cli.run(command("alone", "workers=1"));
    assertEquals(0, alone.status(), alone.err());
  }

  @AfterEach
  void stop() {
    started.forEach(StandaloneCluster::close);
  }

  @Test
  void executorsKilledAtAnyMomentChangeNothing() throws Exception {
    StandaloneCluster cluster = cluster(2, 1);
    Random random = new Random(SEED);
    int kills = 0;
    for (int number = 1; kills < KILLS; number++) {
      Run run = train(cluster, "killed-" + number, "workers=2");
      while (kills < KILLS && awaitMoment(cluster, run, random)) {
        List<ProcessHandle> executors = cluster.executors();
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
  private boolean awaitMoment(StandaloneCluster cluster, Run run, Random random) {
    await("executors", () -> cluster.executors().size() == 2 || !run.isAlive());
    switch (random.nextInt(4)) {
      case 0 -> {}
      case 1 -> await("a draft", () -> run.isWritingCheckpoint() || !run.isAlive());
      default -> {
        long step = run.steps() + 1 + random.nextInt(60);
        await("step " + step, () -> run.steps() >= step || !run.isAlive());
      }
    }
    return run.isAlive() && !cluster.executors().isEmpty();
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
    StandaloneCluster cluster = cluster(2, 1);
    Run run = train(cluster, "driven", "workers=2", "aggregation.mode=driver");
    run.awaitSteps();

    cluster.executors().get(0).destroyForcibly();

    run.assertEnds();
  }

  @Test
  void executorThatHangsIsReplaced() throws Exception {
    StandaloneCluster cluster = cluster(2, 1);
    Run run = train(cluster, "hung", "workers=2");
    run.awaitSteps();

    signal("STOP", cluster.executors().get(0));

    run.assertEnds();
    assertTrue(run.log().contains("not heard of for 5 s"), run::log);
  }

  @Test
  void lostConnectionBetweenWorkersIsMadeAnew() throws Exception {
    assumeTrue(hasSocketKiller(), "needs ss, the right to close sockets, and a kernel that can");
    StandaloneCluster cluster = cluster(2, 1);
    Run run = train(cluster, "cut", "workers=2");
    run.awaitSteps();

    cutConnections(cluster.executors());

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
    StandaloneCluster cluster = cluster(2, 1);
    Run run = train(cluster, "driver", "workers=2");
    run.awaitCheckpoints(2);
    run.process.destroyForcibly().waitFor();
    List<Path> written = run.checkpoints();
    Path newest = written.get(written.size() - 1);
    Files.write(newest.resolve("model.zip"), new byte[] {1, 2, 3});

    Run resumed = resume(cluster, run);

    resumed.assertEnds();
    assertTrue(resumed.log().contains("is passed over: model.zip"), resumed::log);
  }

  @Test
  void controlCStopsWithACheckpointAndIsResumed() throws Exception {
    StandaloneCluster cluster = cluster(2, 1);
    Run run = train(cluster, "stopped", "workers=2");
    run.awaitSteps();

    signal("INT", run.process.toHandle());

    assertEquals(130, run.status(), run::log);
    assertEquals("interrupted", reference.info("stopped").path("status").asText());
    long stopped = reference.info("stopped").path("steps").asLong();
    assertTrue(stopped > Run.UNDER_WAY && stopped < STEPS, () -> "stopped after step " + stopped);
    resume(cluster, run).assertEnds();
  }

  private StandaloneCluster cluster(int workers, int cores) throws Exception {
    StandaloneCluster cluster = new StandaloneCluster(directory, workers, cores, List.of());
    started.add(cluster);
    return cluster;
  }

  /** 150 epochs of 4 steps; a checkpoint every 40 steps. */
  private static String[] command(String name, String... overrides) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "epochs=150",
                "checkpoint.every=10 epochs",
                "evaluation.every=50 epochs",
                "averaging.swa.every=25 epochs",
                "metrics.layers-every=200 steps",
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

  private static Run submit(StandaloneCluster cluster, String name, Path log, String... command)
      throws IOException {
    return new Run(name, log, cluster.submit(log, List.of(), command));
  }

  /** A submitted run, watched through what it leaves in its directory. */
  private record Run(String name, Path logFile, Process process) {
    /** Steps after which a run is thought to be well under way. */
    static final int UNDER_WAY = 50;

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
      assertEquals(0, status(), () -> "seed " + SEED + "\n" + log());
      assertEquals(reference.hash("alone"), reference.hash(name));
      assertEquals(
          reference.lines("alone", "evaluations.jsonl"),
          reference.lines(name, "evaluations.jsonl"));
      assertEquals(
          LongStream.rangeClosed(1, STEPS).boxed().toList(),
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

  private static void signal(String name, ProcessHandle process) throws Exception {
    assertEquals(0, output("kill", "-" + name, "" + process.pid()).status());
  }

  /** Closes every connection between two processes. */
  private static void cutConnections(List<ProcessHandle> processes) throws Exception {
    String all = output("ss", "-tnpH", "state", "established").text();
    Pattern form = Pattern.compile("127.0.0.1]?:(\\d+)\\s+\\S*127.0.0.1]?:(\\d+)\\s.*pid=(\\d+),");
    List<Set<String>> ports = new ArrayList<>();
    for (ProcessHandle process : processes) {
      Set<String> own = new TreeSet<>();
      for (String line : all.lines().toList()) {
        Matcher matcher = form.matcher(line);
        if (matcher.find() && matcher.group(3).equals("" + process.pid())) {
          own.add(matcher.group(1) + " " + matcher.group(2));
        }
      }
      ports.add(own);
    }
    int cut = 0;
    for (String pair : ports.get(0)) {
      String[] ends = pair.split(" ", -1);
      if (ports.get(1).contains(ends[1] + " " + ends[0])) {
        cut++;
        output("ss", "-K", "sport", "=", ":" + ends[0], "dport", "=", ":" + ends[1]);
      }
    }
    assertTrue(cut > 0, () -> "no connection between " + processes + " in\n" + all);
  }

  private static boolean hasSocketKiller() throws Exception {
    try (java.net.ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
      client.setSoTimeout(2000);
      output("ss", "-K", "dport", "=", ":" + server.getLocalPort());
      try {
        return client.getInputStream().read() < 0;
      } catch (SocketTimeoutException e) {
        return false;
      } catch (IOException e) {
        return true;
      }
    } catch (IOException e) {
      return false; // There is no ss.
    }
  }

  private record Output(int status, String text) {}

  private static Output output(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Output(process.waitFor(), text);
  }
}

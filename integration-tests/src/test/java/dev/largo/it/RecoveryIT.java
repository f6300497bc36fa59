package dev.largo.it;

import static dev.largo.it.StandaloneCluster.await;
import static dev.largo.it.StandaloneCluster.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
    Cli.Result alone = Cli.run(train("alone", "workers=1"));
    assertEquals(0, alone.status(), alone.err());
  }

  @AfterEach
  void stop() {
    started.forEach(StandaloneCluster::close);
  }

  private StandaloneCluster cluster(int workers) throws Exception {
    StandaloneCluster cluster = new StandaloneCluster(directory, workers);
    started.add(cluster);
    return cluster;
  }

  /** 150 epochs of 4 steps; a checkpoint every 40 steps. */
  private static String[] train(String name, String... overrides) throws IOException {
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

  @Test
  void executorsKilledAtAnyMomentChangeNothing() throws Exception {
    StandaloneCluster cluster = cluster(2);
    Random random = new Random(SEED);
    Path log = directory.resolve("killed.log");
    Process run = cluster.submit(log, List.of(), train("killed", "workers=2"));
    for (int kill = 0; kill < KILLS && run.isAlive(); kill++) {
      await("executors", () -> cluster.executors().size() == 2 || !run.isAlive());
      long before = steps("killed");
      // Now and then before the run is going again.
      if (random.nextInt(4) > 0) {
        await("a step", () -> steps("killed") != before || !run.isAlive());
      }
      Thread.sleep(random.nextInt(1500));
      List<ProcessHandle> executors = cluster.executors();
      if (!executors.isEmpty()) {
        executors.get(random.nextInt(executors.size())).destroyForcibly();
      }
    }

    assertEnds(run, log, "killed", "seed " + SEED);
    assertTrue(read(log).contains("largo: lost rank "), () -> read(log));
    assertFalse(reference.lines("killed", "recoveries.jsonl").isEmpty());
    for (JsonNode recovery : reference.lines("killed", "recoveries.jsonl")) {
      System.err.println(recovery);
    }
  }

  @Test
  void processOfSeveralWorkersThatIsKilledChangesNothing() throws Exception {
    StandaloneCluster cluster = new StandaloneCluster(directory, 2, 2, List.of());
    started.add(cluster);
    Path log = directory.resolve("several.log");
    Process run = cluster.submit(log, List.of(), train("several", "workers=4"));
    await("steps", () -> steps("several") > 50 || !run.isAlive());

    cluster.executors().get(0).destroyForcibly();

    assertEnds(run, log, "several", "");
  }

  @Test
  void executorThatHangsIsReplaced() throws Exception {
    StandaloneCluster cluster = cluster(2);
    Path log = directory.resolve("hung.log");
    Process run = cluster.submit(log, List.of(), train("hung", "workers=2"));
    await("steps", () -> steps("hung") > 50 || !run.isAlive());

    signal("STOP", cluster.executors().get(0));

    assertEnds(run, log, "hung", "");
    assertTrue(read(log).contains("not heard of for 5 s"), () -> read(log));
  }

  @Test
  void lostConnectionBetweenWorkersIsMadeAnew() throws Exception {
    assumeTrue(hasSocketKiller(), "needs ss, the right to close sockets, and a kernel that can");
    StandaloneCluster cluster = cluster(2);
    Path log = directory.resolve("cut.log");
    Process run = cluster.submit(log, List.of(), train("cut", "workers=2"));
    await("steps", () -> steps("cut") > 50 || !run.isAlive());

    cutConnections(cluster.executors());

    assertEnds(run, log, "cut", "");
    assertTrue(read(log).contains("largo: lost rank "), () -> read(log));
    assertTrue(read(log).contains("connection"), () -> read(log));
  }

  @Test
  void runGoesOnWithFewerWorkersWhereTheClusterHasShrunk() throws Exception {
    StandaloneCluster cluster = cluster(3);
    Path log = directory.resolve("fewer.log");
    Process run =
        cluster.submit(
            log, List.of(), train("fewer", "workers=auto", "recovery.replacement-wait=3 s"));
    await("steps", () -> steps("fewer") > 50 || !run.isAlive());
    assertEquals(3, reference.info("fewer").path("cluster").path("workers").asInt());

    Process worker = cluster.workers().get(1);
    worker.descendants().forEach(ProcessHandle::destroyForcibly);
    worker.destroyForcibly();

    assertEnds(run, log, "fewer", "");
    assertEquals(2, reference.info("fewer").path("cluster").path("workers").asInt());
  }

  @Test
  void fixedNumberOfWorkersGivesUpWithOneLineAndIsResumed() throws Exception {
    StandaloneCluster cluster = cluster(2);
    Path log = directory.resolve("fixed.log");
    Process run =
        cluster.submit(
            log, List.of(), train("fixed", "workers=2", "recovery.replacement-wait=2 s"));
    await("a checkpoint", () -> hasCheckpoint("fixed") || !run.isAlive());

    Process worker = cluster.workers().get(1);
    worker.descendants().forEach(ProcessHandle::destroyForcibly);
    worker.destroyForcibly();

    assertTrue(run.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> read(log));
    assertEquals(1, run.exitValue(), () -> read(log));
    assertTrue(
        read(log).contains("largo: workers = 2: the cluster has 1 task slots left"),
        () -> read(log));
    Process anew = cluster.startWorker();
    assertTrue(anew.isAlive());
    Path second = directory.resolve("fixed-again.log");
    Process resumed =
        cluster.submit(second, List.of(), "resume", reference.run("fixed").toString());
    assertEnds(resumed, second, "fixed", "");
  }

  @Test
  void killedDriverAndTornCheckpointAreResumedFrom() throws Exception {
    StandaloneCluster cluster = cluster(2);
    Path log = directory.resolve("driver.log");
    Process run = cluster.submit(log, List.of(), train("driver", "workers=2"));
    await("checkpoints", () -> checkpoints("driver").size() >= 2 || !run.isAlive());
    run.destroyForcibly().waitFor();
    List<Path> written = checkpoints("driver");
    Path newest = written.get(written.size() - 1);
    Files.write(newest.resolve("model.zip"), new byte[] {1, 2, 3});

    Path second = directory.resolve("driver-again.log");
    Process resumed =
        cluster.submit(second, List.of(), "resume", reference.run("driver").toString());

    assertEnds(resumed, second, "driver", "");
    assertTrue(read(second).contains("is passed over: model.zip"), () -> read(second));
  }

  @Test
  void controlCStopsWithACheckpointAndIsResumed() throws Exception {
    StandaloneCluster cluster = cluster(2);
    Path log = directory.resolve("stopped.log");
    Process run = cluster.submit(log, List.of(), train("stopped", "workers=2"));
    await("steps", () -> steps("stopped") > 50 || !run.isAlive());

    signal("INT", run.toHandle());

    assertTrue(run.waitFor(60, TimeUnit.SECONDS), () -> read(log));
    assertEquals(130, run.exitValue(), () -> read(log));
    assertEquals("interrupted", reference.info("stopped").path("status").asText());
    long stopped = reference.info("stopped").path("steps").asLong();
    assertTrue(stopped > 50 && stopped < STEPS, () -> "stopped after step " + stopped);
    Path second = directory.resolve("stopped-again.log");
    Process resumed =
        cluster.submit(second, List.of(), "resume", reference.run("stopped").toString());
    assertEnds(resumed, second, "stopped", "");
  }

  private void assertEnds(Process run, Path log, String name, String what) throws Exception {
    assertTrue(run.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> what + "\n" + read(log));
    assertEquals(0, run.exitValue(), () -> what + "\n" + read(log));
    assertEquals(reference.hash("alone"), reference.hash(name), what);
    assertEquals(
        reference.lines("alone", "evaluations.jsonl"),
        reference.lines(name, "evaluations.jsonl"),
        what);
    assertEquals(
        LongStream.rangeClosed(1, STEPS).boxed().toList(),
        reference.lines(name, "metrics.jsonl").stream()
            .map(line -> line.path("step").asLong())
            .toList(),
        what);
  }

  /** Lines of the metrics, whole or not. */
  private static long steps(String name) {
    Path metrics = reference.run(name).resolve("metrics.jsonl");
    try {
      return Files.exists(metrics) ? Files.readString(metrics).lines().count() : 0;
    } catch (IOException e) {
      return 0; // It is being replaced.
    }
  }

  private static boolean hasCheckpoint(String name) {
    return !checkpoints(name).isEmpty();
  }

  private static List<Path> checkpoints(String name) {
    Path directory = reference.run(name).resolve("checkpoints");
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (var entries = Files.list(directory)) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith("step-"))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
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

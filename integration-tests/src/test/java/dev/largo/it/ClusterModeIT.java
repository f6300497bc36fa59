package dev.largo.it;

import static dev.largo.it.StandaloneCluster.await;
import static dev.largo.it.StandaloneCluster.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose driver is a process of the cluster, too: deploy mode {@code cluster}. */
final class ClusterModeIT {
  private static final int PATIENCE_SECONDS = 180;
  private static final Pattern SUBMISSION = Pattern.compile("\"submissionId\" : \"([^\"]+)\"");

  @TempDir Path directory;

  @Test
  void killStopsARunWithACheckpointAndItIsResumed() throws Exception {
    TinySet set = new TinySet(directory);
    String[] length = {"epochs=150", "checkpoint.every=50 epochs", "evaluation.every=50 epochs"};
    Cli.Result alone = Cli.run(set.train("alone", length));
    assertEquals(0, alone.status(), alone.err());
    String door = "127.0.0.1:" + StandaloneCluster.freePort();
    List<String> options =
        List.of(
            "-Dspark.master.rest.enabled=true",
            "-Dspark.master.rest.port=" + door.split(":", -1)[1]);
    List<String> clusterMode =
        List.of(
            "--master",
            "spark://" + door,
            "--deploy-mode",
            "cluster",
            "--conf",
            "spark.master.rest.enabled=true",
            "--conf",
            "spark.driver.extraJavaOptions=" + String.join(" ", StandaloneCluster.moduleOptions()));
    try (StandaloneCluster cluster = new StandaloneCluster(directory, 3, 1, options)) {
      Path log = directory.resolve("submitted.log");
      Process submission = cluster.submit(log, clusterMode, set.train("killed", length));
      assertEnds(submission, log);
      Matcher id = SUBMISSION.matcher(read(log));
      assertTrue(id.find(), () -> read(log));
      Path metrics = set.run("killed").resolve("metrics.jsonl");
      await(
          "steps", () -> Files.exists(metrics) && set.lines("killed", "metrics.jsonl").size() > 50);

      Path killed = directory.resolve("killed.log");
      assertEnds(
          cluster.sparkSubmit(killed, "--master", "spark://" + door, "--kill", id.group(1)),
          killed);

      await("the end", () -> !set.info("killed").path("status").asText().equals("running"));
      assertEquals("interrupted", set.info("killed").path("status").asText());
      long stopped = set.info("killed").path("steps").asLong();
      assertTrue(stopped > 50 && stopped < 600, () -> "stopped after step " + stopped);
      Cli.Result resumed = Cli.run("resume", set.run("killed").toString());
      assertEquals(0, resumed.status(), resumed.err());
    }
    assertEquals(set.hash("alone"), set.hash("killed"));
  }

  private static void assertEnds(Process process, Path log) throws InterruptedException {
    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> read(log));
    assertEquals(0, process.exitValue(), () -> read(log));
  }
}

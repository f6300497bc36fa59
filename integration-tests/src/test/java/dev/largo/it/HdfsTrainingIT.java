package dev.largo.it;

import static dev.largo.it.StandaloneCluster.await;
import static dev.largo.it.StandaloneCluster.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose data and directory are on HDFS, on a standalone cluster; all of them processes. */
final class HdfsTrainingIT {
  private static final int PATIENCE_SECONDS = 180;

  @TempDir Path directory;

  @Test
  void runWhoseDriverWasKilledIsResumedAndEndsWithTheSameBits() throws Exception {
    TinySet set = new TinySet(directory);
    Cli.Result whole = Cli.run(set.train("whole", "epochs=24", "workers=2"));
    assertEquals(0, whole.status(), whole.err());

    try (HdfsProcess hdfs = new HdfsProcess(directory.resolve("hdfs"));
        FileSystem files = FileSystem.newInstance(URI.create(hdfs.uri()), new Configuration());
        StandaloneCluster cluster = new StandaloneCluster(directory, 2, 1, List.of())) {
      files.copyFromLocalFile(path(set.data()), path("/data"));
      Path log = directory.resolve("killed.log");
      String[] line =
          set.train(
              "killed",
              "epochs=24",
              "workers=2",
              "checkpoint.every=5 epochs",
              "data.train=" + hdfs.uri() + "/data/train",
              "data.validation=" + hdfs.uri() + "/data/validation",
              "runs=" + hdfs.uri() + "/runs");
      Process driver = cluster.submit(log, List.of(), line);
      await(
          "a checkpoint",
          () -> {
            assertTrue(driver.isAlive(), () -> read(log));
            return files.globStatus(path("/runs/killed/checkpoints/step-*")).length > 0;
          });
      driver.destroyForcibly().waitFor();
      await("the end of executors", () -> cluster.executors().isEmpty());
      // HDFS would notice by itself, after a minute.
      org.apache.hadoop.fs.Path metrics = path("/runs/killed/metrics.jsonl");
      await("its lines", () -> ((DistributedFileSystem) files).recoverLease(metrics));

      resume(cluster, hdfs.uri() + "/runs/killed");

      assertEquals(0, Cli.run("report", hdfs.uri() + "/runs/killed").status());
      files.copyToLocalFile(path("/runs/killed"), path(set.run("killed")));
    }
    assertEquals(set.hash("whole"), set.hash("killed"));
    assertEquals(set.lines("whole", "evaluations.jsonl"), set.lines("killed", "evaluations.jsonl"));
    assertEquals(
        LongStream.rangeClosed(1, 96).boxed().toList(),
        set.lines("killed", "metrics.jsonl").stream()
            .map(step -> step.path("step").asLong())
            .toList());
    assertTrue(set.run("killed").resolve("report.html").toFile().length() > 1_000_000);
  }

  private void resume(StandaloneCluster cluster, String run) throws Exception {
    Path log = directory.resolve("resumed.log");
    Process resumed = cluster.submit(log, List.of(), "resume", run);
    assertTrue(resumed.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> read(log));
    assertEquals(0, resumed.exitValue(), () -> read(log));
    Matcher step = Pattern.compile("resuming after step (\\d+) of 96").matcher(read(log));
    assertTrue(step.find(), () -> read(log));
    assertTrue(Integer.parseInt(step.group(1)) >= 20, () -> read(log));
  }

  private static org.apache.hadoop.fs.Path path(Object of) {
    return new org.apache.hadoop.fs.Path(of.toString());
  }
}

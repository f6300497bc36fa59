package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.ConfigException;
import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.record.RunRecorder;
import dev.largo.report.live.DirectorySource;
import dev.largo.report.page.Page;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.StepRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryHdfsIT {
  private static MiniDFSCluster cluster;
  private static Configuration hadoop;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    hadoop = new Configuration();
    hadoop.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.toString());
    cluster = new MiniDFSCluster.Builder(hadoop).numDataNodes(1).format(true).build();
  }

  @AfterAll
  static void stop() {
    cluster.shutdown();
  }

  private static LargoConfig config(String name) {
    return ConfigLoader.load(
        "a.conf",
        "largo { data.format = synthetic, model.name = lenet }",
        List.of("name=" + name, "runs=" + cluster.getURI() + "/runs"));
  }

  private static EvaluationRecord evaluation(long step) {
    return new EvaluationRecord(step, step, "checkpoint", 0.5, 1, 0.25, 10);
  }

  private static StepRecord step() {
    return new StepRecord(
        4,
        4,
        1,
        0.1,
        8,
        1,
        100,
        null,
        false,
        new StepRecord.Seconds(0, 0, 0, 0, 0.08),
        null,
        0.5,
        null);
  }

  @Test
  void aRunOnHdfsIsRecordedReadWhileItGoesOnAndResumed() throws IOException {
    LargoConfig config = config("first");
    RunDirectory run = RunDirectory.create(config, hadoop);
    RunInfo info =
        RunInfo.started(
            "3.5.5",
            null,
            1,
            new RunInfo.Cluster("yarn", 2, null),
            "abc",
            List.of(),
            Instant.EPOCH);
    run.writeInfo(info);
    try (RunRecorder recorder = run.recorder()) {
      for (long step = 1; step <= 4; step++) {
        recorder.evaluation(evaluation(step));
        recorder.checkpoint(step);
        assertEquals(step, run.readEvaluations().size(), "a line is there once it is recorded");
      }
      recorder.step(step());
      ConfigException inUse = assertThrows(ConfigException.class, run::claim);
      assertTrue(inUse.toString().contains("HDFS notices after about a minute"), inUse::toString);
    }

    run.writeInfo(info.failed(4, Instant.EPOCH));
    RunDirectory resumed = RunDirectory.open(run.path().toString(), hadoop);
    resumed.claim().close();
    resumed.truncateAfter(2);
    try (RunRecorder recorder = resumed.recorder()) {
      recorder.evaluation(evaluation(3));
    }

    assertEquals(config, resumed.readConfig());
    assertEquals(RunInfo.Status.FAILED, resumed.readInfo().status());
    assertEquals(List.of(evaluation(1), evaluation(3)), resumed.readEvaluations());
  }

  /** HDFS closes a dead writer's file in seconds, once it is asked. */
  @Test
  void aRunWhoseDriverHasDiedIsClaimedWhenHdfsHasClosedItsFile() throws IOException {
    RunDirectory run = RunDirectory.create(config("killed"), hadoop);
    org.apache.hadoop.fs.Path metrics = new org.apache.hadoop.fs.Path(run.path(), "metrics.jsonl");
    try (FileSystem dead = FileSystem.newInstance(cluster.getURI(), hadoop);
        FileSystem other = FileSystem.newInstance(cluster.getURI(), hadoop)) {
      FSDataOutputStream written = dead.create(metrics);
      written.writeBytes("{}\n");
      written.hflush();
      DistributedFileSystem watching = (DistributedFileSystem) other;
      assertFalse(watching.recoverLease(metrics), "it takes a while");

      run.claim().close();

      assertTrue(watching.isFileClosed(metrics));
    }
  }

  /** HDFS lists a file that is being written as long as its finished blocks: as empty. */
  @Test
  void aLivePageSeesEachLineWhenItIsWritten() throws IOException {
    RunDirectory run = RunDirectory.create(config("live"), hadoop);
    DirectorySource source =
        new DirectorySource(run.fileSystem(), run.path(), () -> new Page("live", "", List.of()));
    try (RunRecorder recorder = run.recorder()) {
      String before = source.state();
      assertEquals(before, source.state());
      for (long step = 1; step <= 3; step++) {
        recorder.evaluation(evaluation(step));
        String after = source.state();
        assertNotEquals(before, after);
        before = after;
      }
    }
  }

  @Test
  void anExistingRunIsRefused() throws IOException {
    RunDirectory.create(config("second"), hadoop);

    assertThrows(ConfigException.class, () -> RunDirectory.create(config("second"), hadoop));
  }
}

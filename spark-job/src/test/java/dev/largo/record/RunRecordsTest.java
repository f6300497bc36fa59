package dev.largo.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunRecordsTest {
  @TempDir Path runs;

  @Test
  void lastStepIsThatOfTheLastWholeLine() throws IOException {
    RunDirectory run = RunDirectory.create(RunDirectoryTest.config(runs), new Configuration());
    assertEquals(0, run.records().lastStep());
    try (RunRecorder recorder = run.recorder()) {
      for (int step = 1; step <= 12; step++) {
        recorder.step(RunRecorderTest.step(step, 1));
      }
    }
    Path metrics = runs.resolve("first/metrics.jsonl");
    assertEquals(12, run.records().lastStep());

    // Torn in the number, behind which a comma must stand.
    Files.writeString(metrics, "{\"step\":13", StandardOpenOption.APPEND);
    assertEquals(12, run.records().lastStep());
  }
}

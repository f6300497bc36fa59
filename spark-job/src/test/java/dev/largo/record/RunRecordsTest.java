package dev.largo.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.ConfigException;
import dev.largo.train.Histogram;
import dev.largo.train.HistogramRecord;
import dev.largo.train.HistogramRecord.Kind;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunRecordsTest {
  @TempDir Path runs;

  @Test
  void histogramsAreReadAsTheyWereWritten() throws IOException {
    RunDirectory run = RunDirectory.create(RunDirectoryTest.config(runs), new Configuration());
    List<HistogramRecord> written =
        List.of(
            new HistogramRecord(
                1, "a", Kind.GRADIENT, Histogram.of(FloatBuffer.wrap(new float[] {-1e-30f, 0, 7}))),
            new HistogramRecord(
                1, "b", Kind.PARAMETER, Histogram.of(FloatBuffer.wrap(new float[] {Float.NaN}))));
    List<HistogramRecord> read = new ArrayList<>();
    run.records().histograms(read::add);
    assertEquals(List.of(), read);
    try (RunRecorder recorder = run.recorder()) {
      recorder.step(RunRecorderTest.step(1, 1));
      assertFalse(Files.exists(runs.resolve("first/histograms.jsonl")), "none were asked for");
      recorder.histograms(written);
    }

    run.records().histograms(read::add);

    assertEquals(written, read);
    Files.writeString(
        runs.resolve("first/histograms.jsonl"),
        "{\"step\":2,\"layer\":\"a\",\"kind\":\"gradient\"}\n{}\n",
        StandardOpenOption.APPEND);
    ConfigException e =
        assertThrows(ConfigException.class, () -> run.records().histograms(read::add));
    assertTrue(e.problems().get(0).contains("histograms.jsonl: line 3 is not"), e::toString);
  }

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

package dev.largo.report.run;

import dev.largo.config.ConfigLoader;
import dev.largo.optim.noise.NoiseEstimate;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.record.RunRecorder;
import dev.largo.report.page.Page;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.LayerRecord;
import dev.largo.train.StepRecord;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/** The directory of a run, made by hand. */
final class MadeRun {
  static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final RunDirectory run;

  /** One that has begun, {@code first}. */
  MadeRun(Path runs) throws IOException {
    run =
        RunDirectory.create(
            ConfigLoader.load(
                "a.conf",
                "largo { name = first, data.format = synthetic, model.name = lenet }",
                List.of("runs=" + runs)),
            new Configuration());
    run.writeInfo(
        new RunInfo(
            new RunInfo.Versions("0.1", "3.5.5", "1.0", "17", null),
            "0123456789abcdef",
            7,
            new RunInfo.Cluster("local[2]", 2, 8),
            "abc",
            List.of(),
            START,
            null,
            RunInfo.Status.RUNNING,
            0,
            null));
  }

  RunDirectory run() {
    return run;
  }

  /** Its page 100 seconds after its start. */
  Page page() throws IOException {
    return RunPage.of(run, run.readInfo(), START.plusSeconds(100));
  }

  private static StepRecord step(long number) {
    return new StepRecord(
        number,
        number / 4.0,
        2.0 / number,
        0.1,
        256,
        1.5,
        1000,
        null,
        false,
        new StepRecord.Seconds(0.01, 0.2, 0.03, 0.01, 0.26),
        number == 2 ? "read" : null,
        0.5,
        number % 2 == 0 ? new NoiseEstimate(0.5, 100) : null);
  }

  /** Writes down steps, with two layers each, and an evaluation of step 4. */
  void record(int steps) throws IOException {
    try (RunRecorder recorder = run.recorder()) {
      for (int step = 1; step <= steps; step++) {
        recorder.step(step(step));
        recorder.layers(
            List.of(
                new LayerRecord(step, "conv.W", 2, 0.5, 0.01, 0.001, 1e-3),
                new LayerRecord(step, "conv.b", 0, 0.5, 1, 0.1, 0)));
      }
      recorder.evaluation(new EvaluationRecord(4, 1, "checkpoint", 0.7, 0.9, 0.8, 100));
      recorder.evaluation(new EvaluationRecord(4, 1, "swa", 0.75, 0.9, 0.7, 100));
    }
  }

  /** Replaces its records by long ones: layers are recorded in evenly spread lots. */
  void longRecords(int steps, int layers, int lots) throws IOException {
    Path directory = directory();
    try (BufferedWriter metrics = Files.newBufferedWriter(directory.resolve("metrics.jsonl"))) {
      for (int step = 1; step <= steps; step++) {
        metrics.write(
            String.format(
                Locale.ROOT,
                "{\"step\":%d,\"epoch\":%f,\"loss\":%.15f,\"learning_rate\":0.1,\"global_batch\":256,\"gradient_norm\":%.12f,\"images_per_second\":1234.5678,\"seconds\":{\"data\":0.01,\"gradient\":0.2,\"reduce\":0.03,\"update\":0.04,\"total\":0.3},\"top1\":0.5}%n",
                step,
                step / 500.0,
                2 + Math.sin(step),
                1 + Math.cos(step)));
      }
    }
    try (BufferedWriter lines =
        Files.newBufferedWriter(directory.resolve("layers.jsonl"), StandardCharsets.UTF_8)) {
      for (int lot = 0; lot < lots; lot++) {
        long step = 1 + (long) lot * steps / lots;
        for (int layer = 0; layer < layers; layer++) {
          lines.write(
              String.format(
                  Locale.ROOT,
                  "{\"step\":%d,\"layer\":\"stage%d.conv.W\",\"weight_norm\":%.12f,\"gradient_norm\":0.123456789,\"trust_ratio\":%.12f,\"local_learning_rate\":0.000123456,\"update_ratio\":0.00123456}%n",
                  step,
                  layer,
                  2 + Math.sin(lot + layer),
                  3 + Math.cos(lot + layer)));
        }
      }
    }
  }

  /** Where it is. */
  Path directory() {
    return Path.of(run.path().toUri());
  }
}

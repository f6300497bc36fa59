package dev.largo.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import dev.largo.data.BadSample;
import dev.largo.optim.noise.NoiseEstimate;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.Histogram;
import dev.largo.train.HistogramRecord;
import dev.largo.train.LayerRecord;
import dev.largo.train.RecoveryRecord;
import dev.largo.train.StepRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunRecorderTest {
  private static final ObjectMapper PLAIN = new ObjectMapper();

  @TempDir Path runs;
  private RunDirectory run;

  static StepRecord step(long step, double loss) {
    return new StepRecord(
        step,
        0.5,
        loss,
        0.1,
        256,
        2.5,
        1000,
        null,
        false,
        new StepRecord.Seconds(1, 2, 3, 4, 10),
        null,
        0.25,
        new NoiseEstimate(0.5, 12));
  }

  static LayerRecord layer(long step, double trustRatio) {
    return new LayerRecord(step, "conv1.W", 1.5, 0.25, trustRatio, 0.001, 0.01);
  }

  static EvaluationRecord evaluation(long step, String weights, double loss) {
    return new EvaluationRecord(step, 1.25, weights, 0.875, 1.0, loss, 2000);
  }

  private static HistogramRecord histogram(long step, float... values) {
    return new HistogramRecord(
        step, "conv1", HistogramRecord.Kind.ACTIVATION, Histogram.of(FloatBuffer.wrap(values)));
  }

  @BeforeEach
  void create() throws IOException {
    run = RunDirectory.create(RunDirectoryTest.config(runs), new Configuration());
  }

  private List<String> lines(String name) throws IOException {
    return Files.readAllLines(runs.resolve("first").resolve(name));
  }

  @Test
  void linesHaveTheKeysOfTheContractInItsOrder() throws IOException {
    try (RunRecorder recorder = run.recorder()) {
      recorder.step(step(3, 2.25));
      recorder.layers(List.of(layer(3, 0.004)));
      recorder.histograms(List.of(histogram(3, 0, -1, 1.25f, 2, Float.NaN)));
      recorder.evaluation(evaluation(3, "swa", 0.5));
    }

    assertEquals(
        List.of(
            "{\"step\":3,\"epoch\":0.5,\"loss\":2.25,\"learning_rate\":0.1,\"global_batch\":256,"
                + "\"gradient_norm\":2.5,\"images_per_second\":1000.0,\"seconds\":{\"data\":1.0,"
                + "\"gradient\":2.0,\"reduce\":3.0,\"update\":4.0,\"total\":10.0},\"top1\":0.25,"
                + "\"noise\":{\"gradient_square\":0.5,\"trace_sigma\":12.0}}"),
        lines("metrics.jsonl"));
    assertEquals(
        List.of(
            "{\"step\":3,\"layer\":\"conv1.W\",\"weight_norm\":1.5,\"gradient_norm\":0.25,"
                + "\"trust_ratio\":0.004,\"local_learning_rate\":0.001,\"update_ratio\":0.01}"),
        lines("layers.jsonl"));
    assertEquals(
        List.of(
            "{\"step\":3,\"layer\":\"conv1\",\"kind\":\"activation\",\"histogram\":{\"count\":5,"
                + "\"zeros\":1,\"non_finite\":1,\"least\":-1.0,\"most\":2.0,"
                + "\"negative\":{\"first\":0,\"counts\":[1]},"
                + "\"positive\":{\"first\":1,\"counts\":[1,0,0,1]}}}"),
        lines("histograms.jsonl"));
    assertEquals(
        List.of(
            "{\"step\":3,\"epoch\":1.25,\"weights\":\"swa\",\"top1\":0.875,\"top5\":1.0,"
                + "\"loss\":0.5,\"samples\":2000}"),
        lines("evaluations.jsonl"));
  }

  @Test
  void rewindingDropsWhatCameAfterAndGoesOn() throws IOException {
    try (RunRecorder recorder = run.recorder()) {
      for (int i = 1; i <= 5; i++) {
        recorder.step(step(i, i));
        recorder.layers(List.of(layer(i, 1)));
        recorder.histograms(List.of(histogram(i, i)));
        recorder.evaluation(evaluation(i, "checkpoint", 1));
      }

      recorder.rewound(3);
      recorder.recovered(new RecoveryRecord(Instant.EPOCH, 5, 3, "rank 1: lost", 2, 7.5));
      recorder.step(step(4, 40));
    }

    assertEquals(List.of(1L, 2L, 3L, 4L), steps("metrics.jsonl"));
    assertEquals(List.of(1L, 2L, 3L), steps("layers.jsonl"));
    assertEquals(List.of(1L, 2L, 3L), steps("histograms.jsonl"));
    // That of the checkpoint's own step is made again.
    assertEquals(List.of(1L, 2L), steps("evaluations.jsonl"));
    assertEquals(
        List.of(
            "{\"time\":\"1970-01-01T00:00:00Z\",\"step\":5,\"resumed_after\":3,"
                + "\"cause\":\"rank 1: lost\",\"workers\":2,\"seconds\":7.5}"),
        lines("recoveries.jsonl"));
  }

  private List<Long> steps(String name) throws IOException {
    List<Long> steps = new ArrayList<>();
    for (String line : lines(name)) {
      steps.add(PLAIN.readTree(line).path("step").asLong());
    }
    return steps;
  }

  @Test
  void aSkippedStepSaysSo() throws IOException {
    try (RunRecorder recorder = run.recorder()) {
      recorder.step(
          new StepRecord(
              4,
              1,
              Double.NaN,
              0.1,
              256,
              Double.NaN,
              1,
              null,
              true,
              step(4, 1).seconds(),
              null,
              0.25,
              null));
    }

    assertTrue(json("metrics.jsonl").get("skipped").booleanValue());
    assertTrue(json("metrics.jsonl").get("gradient_norm").isNull());
  }

  @Test
  void aBadSampleHasOneLineHoweverOftenItIsToldOf() throws IOException {
    BadSample first = new BadSample("a.jpg", "a.jpg: is truncated; replace it");
    try (RunRecorder recorder = run.recorder()) {
      recorder.badSample(first);
      recorder.badSample(new BadSample("b.jpg", "b.jpg: is empty; replace it"));
    }
    try (RunRecorder again = run.recorder()) {
      again.badSample(first);
      again.badSample(new BadSample("a.jpg", "a.jpg: has vanished; leave it alone"));
    }

    assertEquals(
        List.of(
            "{\"sample\":\"a.jpg\",\"reason\":\"a.jpg: is truncated; replace it\"}",
            "{\"sample\":\"b.jpg\",\"reason\":\"b.jpg: is empty; replace it\"}"),
        lines("bad-samples.jsonl"));
  }

  /** Each process may have met few of them. */
  @Test
  void moreBadSamplesThanTheRunPutsUpWithAreRefused() throws IOException {
    LargoConfig config =
        ConfigLoader.load(
            "a.conf",
            "largo { name = skips, data.format = synthetic, model.name = lenet }",
            List.of("runs=" + runs, "data.on-bad-sample=skip", "data.bad-samples-at-most=1"));
    RunDirectory skips = RunDirectory.create(config, new Configuration());
    try (RunRecorder recorder = skips.recorder()) {
      recorder.badSample(new BadSample("a.jpg", "a.jpg: is empty; replace it"));
      recorder.badSample(new BadSample("a.jpg", "a.jpg: is empty; replace it"));

      UncheckedIOException e =
          assertThrows(
              UncheckedIOException.class,
              () -> recorder.badSample(new BadSample("b.jpg", "b.jpg: is empty; replace it")));

      assertTrue(String.valueOf(e.getMessage()).contains("data.bad-samples-at-most = 1"));
    }
    assertEquals(2, skips.readBadSamples().size());
  }

  @Test
  void aLineIsThereAsSoonAsItIsRecorded() throws IOException {
    try (RunRecorder recorder = run.recorder()) {
      for (int step = 1; step <= 3; step++) {
        recorder.step(step(step, 1));
        recorder.layers(List.of(layer(step, 1), layer(step, 2)));
        recorder.evaluation(evaluation(step, "checkpoint", 1));

        assertEquals(step, lines("metrics.jsonl").size());
        assertEquals(2 * step, lines("layers.jsonl").size());
        assertEquals(step, lines("evaluations.jsonl").size());
      }
      recorder.checkpoint(3);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNotFiniteIsNullAndTheLineStaysJson(double value) throws IOException {
    try (RunRecorder recorder = run.recorder()) {
      recorder.step(step(1, value));
      recorder.layers(List.of(layer(1, value)));
      recorder.evaluation(evaluation(1, "checkpoint", value));
    }

    assertTrue(json("metrics.jsonl").get("loss").isNull());
    assertTrue(json("layers.jsonl").get("trust_ratio").isNull());
    assertTrue(json("evaluations.jsonl").get("loss").isNull());
    assertTrue(Double.isNaN(run.readEvaluations().get(0).loss()));
  }

  private JsonNode json(String name) throws IOException {
    return PLAIN.readTree(lines(name).get(0));
  }

  @Test
  void theRecorderWritesBehindWhatIsThere() throws IOException {
    for (int step = 1; step <= 3; step++) {
      try (RunRecorder recorder = run.recorder()) {
        recorder.evaluation(evaluation(step, "checkpoint", step));
      }
    }

    assertEquals(
        List.of(
            evaluation(1, "checkpoint", 1),
            evaluation(2, "checkpoint", 2),
            evaluation(3, "checkpoint", 3)),
        run.readEvaluations());
  }

  @Test
  void truncateDropsLaterStepsAndATornLineAndGoesOn() throws IOException {
    try (RunRecorder recorder = run.recorder()) {
      for (int step = 1; step <= 5; step++) {
        recorder.step(step(step, step));
        recorder.layers(List.of(layer(step, 1), layer(step, 2)));
        recorder.evaluation(evaluation(step, "checkpoint", step));
      }
    }
    List<String> before = new ArrayList<>(lines("metrics.jsonl"));
    Files.writeString(
        runs.resolve("first/metrics.jsonl"), "{\"step\":2,\"lo", StandardOpenOption.APPEND);

    run.truncateAfter(3);
    try (RunRecorder recorder = run.recorder()) {
      recorder.step(step(4, 4));
    }

    assertEquals(before.subList(0, 4), lines("metrics.jsonl"));
    assertEquals(6, lines("layers.jsonl").size());
    assertEquals(
        List.of(1L, 2L),
        run.readEvaluations().stream().map(EvaluationRecord::step).toList(),
        "the checkpoint's own evaluation is made again");
  }

  @Test
  void truncateCompletesALastLineThatOnlyLacksItsEnd() throws IOException {
    Path file = runs.resolve("first/metrics.jsonl");
    try (RunRecorder recorder = run.recorder()) {
      recorder.step(step(1, 1));
      recorder.step(step(2, 2));
    }
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - 1));

    run.truncateAfter(2);

    assertEquals(text, Files.readString(file));
  }

  @Test
  void truncateToTheBeginningAndWithoutFiles() throws IOException {
    run.truncateAfter(0);
    assertEquals(List.of(), run.readEvaluations());

    try (RunRecorder recorder = run.recorder()) {
      recorder.step(step(1, 1));
    }
    run.truncateAfter(0);

    assertEquals(List.of(), lines("metrics.jsonl"));
  }

  @Test
  void readingLeavesOutATornLine() throws IOException {
    try (RunRecorder recorder = run.recorder()) {
      recorder.evaluation(evaluation(1, "checkpoint", 1));
    }
    Files.writeString(
        runs.resolve("first/evaluations.jsonl"), "{\"step\":", StandardOpenOption.APPEND);

    assertEquals(List.of(evaluation(1, "checkpoint", 1)), run.readEvaluations());
  }
}

package dev.largo.study.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import dev.largo.record.RecordJson;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.study.CellResult;
import dev.largo.study.StudyDirectory;
import dev.largo.train.StepRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study's cells, read back from their run directories. */
final class ScalingStudyTest {
  private static final Configuration HADOOP = new Configuration();
  private static final StepRecord.Seconds SECONDS = new StepRecord.Seconds(1, 2, 3, 4, 10);

  @TempDir Path runs;

  private final List<CellResult> results = new ArrayList<>();

  private StudyDirectory study() throws IOException {
    return StudyDirectory.ofStudy(runs.toString(), "made", HADOOP);
  }

  private void cell(CellResult.Status status, Map<String, Object> values, String... keys)
      throws Exception {
    String name = "cell-" + results.size();
    List<String> overrides = new ArrayList<>(List.of(keys));
    overrides.addAll(List.of("runs=" + runs.resolve("made/cells"), "name=" + name));
    values.forEach((key, value) -> overrides.add(key + "=" + value));
    LargoConfig config =
        ConfigLoader.load("a.conf", "largo { data.format=synthetic, model.name=lenet }", overrides);
    if (status == CellResult.Status.COMPLETED) {
      RunDirectory.create(config, HADOOP)
          .writeInfo(
              RunInfo.started(
                  "3.5.5",
                  null,
                  1,
                  new RunInfo.Cluster("local[4]", config.workers().count(), 4),
                  "abc",
                  List.of(),
                  Instant.EPOCH));
    }
    results.add(
        new CellResult(
            name,
            null,
            null,
            status,
            null,
            new TreeMap<>(values),
            new TreeMap<>(),
            1,
            1,
            1,
            10,
            0,
            0,
            0,
            0,
            0,
            0,
            Map.of(),
            0,
            SECONDS,
            Double.NaN,
            null,
            null,
            "cells/" + name,
            null));
  }

  @Test
  void cellsThatDifferInWorkersBatchAndSeedBelongTogether() throws Exception {
    for (int workers : new int[] {1, 2, 8}) {
      for (String optimizer : List.of("lars", "momentum")) {
        cell(
            CellResult.Status.COMPLETED,
            Map.of("workers", workers, "optimizer.name", optimizer, "batch.global", 256 * workers),
            "batch.micro=16");
      }
    }
    cell(CellResult.Status.FAILED, Map.of("workers", 4, "optimizer.name", "lars"));
    cell(CellResult.Status.COMPLETED, Map.of("workers", 1, "optimizer.name", "lamb"));
    cell(CellResult.Status.COMPLETED, Map.of("workers", 2), "aggregation.mode=driver");

    List<ScalingStudy> studies = ScalingStudy.of(study(), results);

    assertEquals(
        List.of(Map.of("optimizer.name", "lars"), Map.of("optimizer.name", "momentum")),
        studies.stream().map(ScalingStudy::values).toList());
    ScalingFit fit = studies.get(0).fit();
    assertEquals(
        List.of(
            new ScalingPoint(1, 256, 16, 1, 4, SECONDS),
            new ScalingPoint(2, 512, 16, 1, 4, SECONDS)),
        fit.fitted());
    assertEquals(List.of(new ScalingPoint(8, 2048, 16, 1, 4, SECONDS)), fit.leftOut());
  }

  @Test
  void cellsWhoseRunsAreGoneDoNotCount() throws Exception {
    for (int workers : new int[] {1, 2, 4}) {
      cell(CellResult.Status.COMPLETED, Map.of("workers", workers), "batch.micro=16");
    }
    Files.move(runs.resolve("made/cells/cell-1"), runs.resolve("elsewhere"));

    List<ScalingStudy> studies = ScalingStudy.of(study(), results);

    assertEquals(
        List.of(1, 4), studies.get(0).fit().fitted().stream().map(ScalingPoint::workers).toList());
  }

  @Test
  void fileHoldsWhatWasMeasuredAndWhatIsPredicted() throws Exception {
    for (int workers : new int[] {1, 2, 4}) {
      cell(CellResult.Status.COMPLETED, Map.of("workers", workers), "batch.micro=16");
    }

    List<ScalingStudy> groups = ScalingStudy.of(study(), results);
    ScalingResult.write(study(), groups);

    JsonNode group = RecordJson.MAPPER.readTree(runs.resolve("made/scaling.json").toFile()).path(0);
    ScalingModel model = Objects.requireNonNull(groups.get(0).fit().model());
    assertEquals(16, group.path("model").path("micro_batch").asInt());
    assertEquals(
        model.gradient().of(Term.SAMPLE),
        group.path("model").path("gradient").path("seconds").path("sample").asDouble());
    assertEquals(groups.get(0).fit().error(), group.path("error").asDouble());
    assertTrue(group.path("held_out_error").isNull(), "two numbers of workers are too few");
    JsonNode curve = group.path("curves").path(0);
    assertEquals("strong", curve.path("kind").asText());
    assertEquals(
        List.of(1, 2, 4, 8, 16),
        curve.path("rows").findValuesAsText("workers").stream().map(Integer::valueOf).toList());
    assertEquals(10, curve.path("rows").path(2).path("measured").path("total").asDouble());
    assertTrue(curve.path("rows").path(3).path("measured").isNull());
    assertEquals(
        model.predict(8, 256).total(),
        curve.path("rows").path(3).path("predicted").path("total").asDouble());

    ScalingResult.write(study(), List.of());
    assertFalse(Files.exists(runs.resolve("made/scaling.json")), "it would tell of runs gone");
  }

  @Test
  void studyOfOtherThingsHasNone() throws Exception {
    cell(CellResult.Status.COMPLETED, Map.of("seed", 1), "workers=2");
    cell(CellResult.Status.COMPLETED, Map.of("seed", 2), "workers=2");

    assertEquals(List.of(), ScalingStudy.of(study(), results));
  }
}

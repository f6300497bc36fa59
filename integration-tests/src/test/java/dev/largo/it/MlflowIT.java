package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.largo.config.MlflowConfig;
import dev.largo.record.RunInfo;
import dev.largo.report.mlflow.Credentials;
import dev.largo.report.mlflow.MlflowRecorder;
import dev.largo.report.mlflow.Shown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an MLflow tracking server is told of runs. */
final class MlflowIT {
  private static final long DEADLINE_SECONDS = 180;
  private static final Path TARGET =
      Path.of(System.getProperty("basedir", "."), "../spark-job/target").toAbsolutePath();

  @TempDir static Path directory;
  private static TinySet set;

  private FakeMlflow server;

  @BeforeAll
  static void makeSet() throws Exception {
    set = new TinySet(directory);
    Cli.Result alone = Cli.run(set.train("alone"));
    assertEquals(0, alone.status(), alone.err());
  }

  @BeforeEach
  void start() throws Exception {
    server = new FakeMlflow();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String[] train(String name, String... overrides) throws Exception {
    List<String> keys = new ArrayList<>(List.of(overrides));
    keys.add("metrics.mlflow.uri=" + server.uri());
    return set.train(name, keys.toArray(String[]::new));
  }

  private FakeMlflow.Run shown(String name) {
    return server.run("mlflow.runName", name);
  }

  /** A figure of some lines by their steps. */
  private static Map<Long, Double> figures(List<JsonNode> lines, String name, String weights) {
    Map<Long, Double> figures = new LinkedHashMap<>();
    for (JsonNode line : lines) {
      if (line.path("weights").asText().equals(weights)) {
        figures.put(line.path("step").asLong(), line.path(name).asDouble());
      }
    }
    return figures;
  }

  private void assertMetricsAsRecorded(String name) throws Exception {
    FakeMlflow.Run run = shown(name);
    List<JsonNode> steps = set.lines(name, "metrics.jsonl");
    assertEquals(figures(steps, "loss", ""), run.metric("training/loss"));
    assertEquals(figures(steps, "learning_rate", ""), run.metric("training/learning_rate"));
    assertEquals(figures(steps, "images_per_second", ""), run.metric("time/images_per_second"));
    List<JsonNode> evaluations = set.lines(name, "evaluations.jsonl");
    for (String weights : List.of("checkpoint", "swa")) {
      Map<Long, Double> top1 = figures(evaluations, "top1", weights);
      assertFalse(top1.isEmpty());
      assertEquals(top1, run.metric("validation_top1/" + weights));
      assertEquals(figures(evaluations, "top5", weights), run.metric("validation_top5/" + weights));
    }
  }

  @Test
  void runIsShownFromItsStartToItsEnd() throws Exception {
    Cli.Result result = Cli.run(train("first", "metrics.mlflow.experiment=tiny"));
    Cli.Result second = Cli.run(train("second", "metrics.mlflow.experiment=tiny", "epochs=2"));

    assertEquals(0, result.status(), result.err());
    assertEquals(0, second.status(), second.err());
    assertEquals(List.of("tiny"), server.experiments);
    assertTrue(
        result
            .messages()
            .contains("largo: MLflow: " + server.uri() + "/#/experiments/1/runs/run-1"),
        result.err());
    assertMetricsAsRecorded("first");
    FakeMlflow.Run run = shown("first");
    assertEquals(12, run.metric("training/loss").size());
    assertEquals(List.of("RUNNING", "FINISHED"), run.statuses);

    assertEquals("lars", run.params.get("optimizer.name"));
    assertEquals("48", run.params.get("batch.global"));
    assertEquals("true", run.params.get("averaging.swa.enabled"));
    assertFalse(run.params.containsKey("model.file"), "null");
    assertEquals(
        set.info("first").path("git_commit").asText(), run.tags.get("mlflow.source.git.commit"));
    assertNull(run.tags.get("mlflow.parentRunId"));
    for (String file : List.of("config.conf", "report.html")) {
      assertArrayEquals(
          Files.readAllBytes(set.run("first").resolve(file)), run.artifacts.get(file), file);
    }
    assertEquals(set.hash("alone"), set.hash("first"));
  }

  @Test
  void moreParametersThanMlflowTakesAtOnceAreSentInParts() throws Exception {
    Path large = Files.createDirectory(directory.resolve("large"));
    Map<String, String> keys = new LinkedHashMap<>();
    for (int i = 0; i < 250; i++) {
      keys.put("key-" + i, "" + i);
    }
    Files.writeString(
        large.resolve("config.conf"), "largo " + new ObjectMapper().writeValueAsString(keys));
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(large.toString());

    try (MlflowRecorder recorder =
        new MlflowRecorder(
            new MlflowConfig(server.uri(), "largo"),
            Credentials.of(Map.of()),
            new Shown(
                path.getFileSystem(new Configuration()), path, Instant.EPOCH, "0.1", "unknown"),
            line -> {})) {
      recorder.ended(RunInfo.Status.COMPLETED);
    }

    assertEquals(keys, shown("large").params);
  }

  @Test
  void resumedRunGoesOnWithTheSameMlflowRun() throws Exception {
    Path log = directory.resolve("resumed.log");
    Process process =
        Cli.start(
            directory,
            log,
            train(
                "resumed",
                "epochs=300", // Far more than fit into the second until the first are told.
                "checkpoint.every=50 epochs",
                "evaluation.every=50 epochs"));
    assertTrue(server.awaitMetrics(DEADLINE_SECONDS), () -> "no metrics: " + log);
    process.destroy(); // SIGTERM
    assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS));
    assertEquals(130, process.exitValue(), () -> "see " + log);
    assertEquals(List.of("RUNNING", "KILLED"), shown("resumed").statuses);

    Cli.Result resumed = Cli.run("resume", set.run("resumed").toString());

    assertEquals(0, resumed.status(), resumed.err());
    assertEquals(1, server.runs.size());
    assertEquals(List.of("RUNNING", "KILLED", "RUNNING", "FINISHED"), shown("resumed").statuses);
    assertMetricsAsRecorded("resumed");
  }

  @Test
  void cellsStandBelowTheirStudyAndTrialsBelowTheirSearch() throws Exception {
    Cli.Result result =
        Cli.run(
            "study",
            set.configuration().toString(),
            "name=grid",
            "metrics.mlflow.uri=" + server.uri(),
            "epochs=1",
            "averaging.swa.enabled=false",
            "seed=[1,2]",
            "schedule={warmup.epochs=0,base-lr={log-uniform=[0.01,0.1]}}",
            "search={trials=2,stages=[{keep=1}]}");
    assertEquals(0, result.status(), result.err());

    ObjectMapper json = new ObjectMapper();
    Map<String, String> parents = new LinkedHashMap<>();
    server.runs.forEach(
        (id, run) -> {
          parents.put(
              run.tags.get("mlflow.runName"), run.tags.getOrDefault("mlflow.parentRunId", "none"));
          assertEquals(List.of("RUNNING", "FINISHED"), run.statuses, id);
          assertTrue(run.artifacts.containsKey("report.html"), id);
        });
    String study =
        json.readTree(set.run("grid").resolve("mlflow.json").toFile()).path("run_id").asText();
    Path search = set.run("grid").resolve("searches/all/mlflow.json");
    String trials = json.readTree(search.toFile()).path("run_id").asText();
    assertNotEquals(study, trials);
    assertEquals(
        Map.of(
            "grid", "none",
            "all", study,
            "trial-001_stage-1", trials,
            "trial-002_stage-1", trials,
            "seed-1", study,
            "seed-2", study),
        parents);

    try (FakeMlflow another = new FakeMlflow()) {
      Cli.Result more =
          Cli.run(
              "study",
              set.run("grid").resolve("config.conf").toString(),
              "seed=[1,2,3]",
              "metrics.mlflow.uri=" + another.uri());
      assertEquals(0, more.status(), more.err());
      assertEquals(
          Set.of("grid", "all", "seed-3"),
          another.runs.values().stream()
              .map(run -> run.tags.get("mlflow.runName"))
              .collect(Collectors.toSet()));
    }
  }

  /** The client has libraries in it that Spark has others of. */
  @Test
  void jarSpeaksToAServerThatWantsAPassword() throws Exception {
    server.require("Basic bWU6aHVzaA=="); // me:hush
    Path log = directory.resolve("jar.log");
    String jars = TARGET.resolve("largo.jar") + ":" + TARGET.resolve("lib") + "/*";

    Process process =
        Cli.start(
            directory,
            log,
            jars,
            List.of(),
            Map.of("MLFLOW_TRACKING_USERNAME", "me", "MLFLOW_TRACKING_PASSWORD", "hush"),
            train("packed"));

    assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(log));
    assertMetricsAsRecorded("packed");
    assertEquals(List.of("RUNNING", "FINISHED"), shown("packed").statuses);
    assertTrue(shown("packed").artifacts.containsKey("report.html"));
    assertFalse(Files.readString(set.run("packed").resolve("config.conf")).contains("hush"));
  }
}

package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.MlflowConfig;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.report.mlflow.Credentials;
import dev.largo.report.mlflow.MlflowRecorder;
import dev.largo.report.mlflow.Shown;
import dev.largo.train.StepRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose MLflow tracking server is not there, or that come to no good end themselves. */
final class MlflowTroubleIT {
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

  @Test
  void resumeOfARunThatTheServerDoesNotHaveIsRefused() throws Exception {
    Path file = set.run("alone").resolve("run.json");
    Path moved = set.run("moved");
    Files.createDirectories(moved);
    Files.writeString(
        moved.resolve("run.json"), Files.readString(file).replace("completed", "interrupted"));
    Files.writeString(
        moved.resolve("config.conf"),
        Files.readString(set.run("alone").resolve("config.conf"))
            + "\nlargo.metrics.mlflow.uri = \"%s\"\n".formatted(server.uri()));
    Files.writeString(
        moved.resolve("mlflow.json"),
        "{\"uri\": \"%s\", \"experiment_id\": \"1\", \"run_id\": \"gone\"}"
            .formatted(server.uri()));

    Cli.Result refused = Cli.run("resume", moved.toString());

    assertEquals(2, refused.status(), refused.err());
    assertTrue(refused.err().contains("has no run gone that"), refused.err());
    assertTrue(refused.err().contains("mlflow.json"), refused.err());
  }

  @Test
  void serverThatDoesNotAnswerIsTheEndBeforeTheStart() throws Exception {
    String[] line = train("none");
    server.close();

    Cli.Result result = Cli.run(line);

    assertEquals(2, result.status(), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(
        result.err().startsWith("largo: metrics.mlflow.uri = " + server.uri() + ": no tracking"),
        result.err());
    assertFalse(Files.exists(set.run("none")));
  }

  @Test
  void resumeGoesOnWithoutAServerThatIsAway() throws Exception {
    Path away = set.run("away");
    Files.createDirectories(away);
    for (String file : List.of("run.json", "config.conf")) {
      Files.copy(set.run("alone").resolve(file), away.resolve(file));
    }
    Files.writeString(
        away.resolve("run.json"),
        Files.readString(away.resolve("run.json")).replace("completed", "interrupted"));
    Files.writeString(
        away.resolve("config.conf"),
        "\nlargo.metrics.mlflow.uri = \"%s\"\n".formatted(server.uri()),
        StandardOpenOption.APPEND);
    server.close();

    Cli.Result result = Cli.run("resume", away.toString());

    assertEquals(0, result.status(), result.err());
    assertEquals(set.hash("alone"), set.hash("away"));
    assertTrue(
        result.messages().stream()
            .anyMatch(line -> line.contains("goes on without, and asks again")),
        result.err());
  }

  @Test
  void serverThatWantsCredentialsIsTheEndBeforeTheStart() throws Exception {
    server.require("Bearer of nothing that there is");

    Cli.Result result = Cli.run(train("stranger"));

    assertEquals(2, result.status(), result.err());
    assertTrue(result.err().contains("MLFLOW_TRACKING_USERNAME"), result.err());
    assertFalse(Files.exists(set.run("stranger")));
  }

  @Test
  void serverThatIsLostLaterCostsNothingButItsMetrics() throws Exception {
    server.fail();

    Cli.Result result = Cli.run(train("lost"));

    assertEquals(0, result.status(), result.err());
    assertEquals(set.hash("alone"), set.hash("lost"));
    List<String> warnings =
        result.messages().stream().filter(line -> line.contains("warning")).toList();
    assertEquals(2, warnings.size(), result.err());
    assertTrue(warnings.get(0).contains("HTTP 503"), result.err());
    // 12 steps of 7 figures, and 5 evaluations of 3.
    assertTrue(warnings.get(1).contains("99 of 99 metrics are not on"), result.err());
    assertEquals(List.of("RUNNING", "FINISHED"), shown("lost").statuses);
  }

  @Test
  void runThatFailsIsShownAsFailed() throws Exception {
    Cli.Result result =
        Cli.run(
            train(
                "wild",
                "optimizer={name=sgd,trust-coefficient=null}",
                "schedule={base-lr=1e30,warmup.epochs=0}"));

    assertEquals(1, result.status(), result.err());
    assertEquals(List.of("RUNNING", "FAILED"), shown("wild").statuses);
  }

  @Test
  void noStepWaitsForAServerThatHangs() throws Exception {
    RunDirectory run = RunDirectory.open(set.run("alone").toString(), new Configuration());
    RunInfo info = run.readInfo();
    server.block();
    try (MlflowRecorder recorder =
        new MlflowRecorder(
            new MlflowConfig(server.uri(), "largo"),
            Credentials.of(Map.of()),
            Shown.of(run, info),
            line -> {})) {
      for (long i = 1; i <= 2000; i++) {
        recorder.step(step(i)); // Returns, though nobody is answered.
      }
      assertTrue(server.runs.isEmpty());

      server.release();
      recorder.ended(RunInfo.Status.COMPLETED);
    }

    List<Long> steps = new ArrayList<>(shown("alone").metric("training/loss").keySet());
    assertEquals(LongStream.rangeClosed(1, 2000).boxed().toList(), steps);
    assertEquals(List.of("RUNNING", "FINISHED"), shown("alone").statuses);
  }

  private static StepRecord step(long number) {
    return new StepRecord(
        number,
        number / 4.0,
        1.0 / number,
        0.5,
        48,
        1,
        100,
        null,
        false,
        new StepRecord.Seconds(0, 0, 0, 0, 0),
        null,
        0.5,
        null);
  }
}

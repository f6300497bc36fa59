package dev.largo.report.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.config.ConfigException;
import dev.largo.config.MlflowConfig;
import dev.largo.record.RunInfo;
import dev.largo.train.EvaluationRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server in trouble is told in the end. */
final class MlflowRecorderTest {
  private static final Credentials NOBODY = Credentials.of(Map.of());
  private static final String LOG = "runs/log-batch";

  /** An answer that takes longer is asked for again. */
  private static final Duration LITTLE = Duration.ofSeconds(1);

  @TempDir Path directory;
  private StubMlflow server;
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void start() throws Exception {
    server = new StubMlflow();
    Files.writeString(directory.resolve("config.conf"), "largo {}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** More than MLflow's client itself tries at once. */
  private static Integer[] many(int status) {
    return Collections.nCopies(10, status).toArray(Integer[]::new);
  }

  private MlflowConfig config() {
    return new MlflowConfig(server.uri(), "largo");
  }

  private org.apache.hadoop.fs.Path path() {
    return new org.apache.hadoop.fs.Path(directory.toUri());
  }

  private FileSystem local() throws IOException {
    return FileSystem.getLocal(new Configuration());
  }

  /** Records three figures, and the end. */
  private void record(FileSystem fileSystem, double top1) {
    record(fileSystem, top1, MlflowServer.PATIENCE);
  }

  private void record(FileSystem fileSystem, double top1, Duration patience) {
    Shown shown = new Shown(fileSystem, path(), Instant.EPOCH, "0.1", "unknown");
    try (MlflowRecorder recorder =
        new MlflowRecorder(config(), NOBODY, shown, said::add, patience, Outbox.Pace.USUAL)) {
      recorder.evaluation(new EvaluationRecord(1, 1, "checkpoint", top1, 0.5, 0.5, 1));
      recorder.ended(RunInfo.Status.COMPLETED);
    }
  }

  private void assertAllIsTold(Duration patience) throws IOException {
    record(local(), 0.25, patience);

    assertEquals(3, server.batched("metrics").size(), said.toString());
    assertEquals(
        List.of("FINISHED"),
        server.taken("runs/update").stream().map(how -> how.path("status").asText()).toList());
  }

  @Test
  void requestThatIsNeverAnsweredIsMadeAgain() throws Exception {
    server.trouble(LOG, StubMlflow.NEVER);

    assertAllIsTold(LITTLE);
    assertTrue(said.toString().contains("no answer within 1 s"), said.toString());
  }

  /** MLflow's client keeps a connection for each such answer, and has two. */
  @Test
  void serverThatIsAskedTooMuchIsAskedAgain() throws Exception {
    server.trouble(LOG, 429, 429, 429);

    assertAllIsTold(LITTLE);
  }

  @Test
  void redirectIsNoSuccess() throws Exception {
    server.trouble(LOG, 302);

    assertAllIsTold(MlflowServer.PATIENCE);
  }

  @Test
  void whatMayChangeIsTriedAgain() throws Exception {
    server.trouble(LOG, many(403));

    assertAllIsTold(MlflowServer.PATIENCE);
  }

  @Test
  void whatIsRefusedIsNotTriedAgain() throws Exception {
    server.trouble(LOG, many(400));

    record(local(), 0.25);

    assertEquals(List.of(), server.batched("metrics"));
    assertEquals(1, server.taken("runs/update").size());
    assertTrue(said.toString().contains("3 of 3 metrics are not on"), said.toString());
  }

  @Test
  void figureThatIsNoNumberIsToldAsSuch() throws Exception {
    record(local(), Double.NaN);

    List<String> values =
        server.batched("metrics").stream().map(m -> m.path("value").asText()).toList();
    assertEquals(List.of("NaN", "0.5", "0.5"), values);
  }

  @Test
  void faultAfterTheRunIsMadeMakesNoOther() throws Exception {
    AtomicBoolean failed = new AtomicBoolean();
    FileSystem failing =
        new FilterFileSystem(local()) {
          @Override
          public FSDataOutputStream create(org.apache.hadoop.fs.Path file, boolean overwrite)
              throws IOException {
            if (!failed.getAndSet(true)) {
              throw new IOException("disk full");
            }
            return super.create(file, overwrite);
          }
        };

    record(failing, 0.25);

    assertTrue(failed.get());
    assertEquals(1, server.taken("runs/create").size());
    assertEquals(3, server.batched("metrics").size());
    assertTrue(Files.exists(directory.resolve("mlflow.json")));
  }

  @Test
  void faultBeforeTheRunIsMadeMakesNone() throws Exception {
    Files.delete(directory.resolve("config.conf"));
    Shown shown = new Shown(local(), path(), Instant.EPOCH, "0.1", "unknown");
    MlflowRun run =
        new MlflowRun(new MlflowServer(config(), NOBODY, MlflowServer.PATIENCE), config(), shown);

    assertThrows(IOException.class, run::open);

    assertEquals(List.of(), server.taken("runs/create"));
  }

  @Test
  void parametersThatAreMissingAreToldWhenItGoesOn() throws Exception {
    Files.writeString(directory.resolve("config.conf"), "largo { a = 1, b = 2, c = 3 }");
    new MlflowFile(server.uri(), "7", "1").write(local(), path());
    server.know("[{\"key\": \"b\", \"value\": \"2\"}]");

    record(local(), 0.25);

    List<String> keys =
        server.batched("params").stream().map(param -> param.path("key").asText()).toList();
    assertEquals(List.of("a", "c"), keys);
    JsonNode first = server.taken("runs/update").get(0);
    assertEquals("RUNNING", first.path("status").asText());
    assertFalse(first.has("end_time"));
  }

  @Test
  void whatAnotherServerHasShownIsANewRunHere() throws Exception {
    new MlflowFile("http://before.example:5000", "3", "before").write(local(), path());

    MlflowRecorder.requireServer(config(), NOBODY, path(), new Configuration(), null);
    record(local(), 0.25);

    assertEquals(List.of(), server.taken("runs/get"));
    assertEquals(1, server.taken("runs/create").size());
    assertEquals(
        Optional.of(new MlflowFile(server.uri(), "7", "1")),
        MlflowFile.read(local(), path(), server.uri()));
  }

  /** Only what MLflow itself says of a run refuses a resume. */
  @Test
  void proxyWithoutAServerBehindItIsAServerThatIsAway() throws Exception {
    new MlflowFile(server.uri(), "7", "1").write(local(), path());
    server.trouble("runs/get", many(404));

    MlflowRecorder.requireServer(config(), NOBODY, path(), new Configuration(), said::add);

    assertTrue(said.toString().contains("(HTTP 404 <p>no</p>)"), said.toString());
    assertTrue(said.toString().contains("goes on without"), said.toString());
  }

  @Test
  void runIsAnnouncedOnce() throws Exception {
    server.trouble(LOG, many(503)); // What it is told first are parameters.
    Files.writeString(directory.resolve("config.conf"), "largo { a = 1 }");

    record(local(), 0.25);

    assertEquals(1, said.stream().filter(line -> line.startsWith("MLflow: http")).count());
    assertEquals(1, server.batched("params").size());
  }

  @Test
  void addressOfAStoreThatCannotBeWrittenToIsNotTold() throws Exception {
    server.storeAt("ftp://me:hush@host/1");

    record(local(), 0.25);

    assertTrue(
        said.contains(
            "MLflow: not among the run's artifacts: config.conf, report.html"
                + " (the server's store, ftp:, is none that Largo writes to)"),
        said.toString());
  }

  @Test
  void runThatCannotBeMadeIsNotSaidToBeShown() throws Exception {
    server.refuse("runs/create");

    Outbox.Pace fast =
        new Outbox.Pace(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofMillis(100));
    Shown shown = new Shown(local(), path(), Instant.EPOCH, "0.1", "unknown");
    try (MlflowRecorder recorder =
        new MlflowRecorder(config(), NOBODY, shown, said::add, LITTLE, fast)) {
      recorder.awaitBegin();
      recorder.ended(RunInfo.Status.COMPLETED);
    }

    assertEquals(List.of(), server.taken("runs/create"));
    assertTrue(said.toString().contains("its metrics wait"), said.toString());
    assertFalse(said.toString().contains("shows it"), said.toString());
  }

  @Test
  void addressThatSendsOnIsRefused() {
    server.trouble("experiments/get-by-name", 302, 302, 302);

    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () ->
                MlflowRecorder.requireServer(config(), NOBODY, path(), new Configuration(), null));

    String problem = refused.problems().get(0);
    assertTrue(
        problem.contains("is sent on to http://elsewhere.example/login (HTTP 302)"), problem);
  }
}

package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was killed or interrupted ends, once resumed, with the same bits. */
final class ResumeIT {
  private static final long DEADLINE_SECONDS = 180;

  @TempDir static Path directory;
  private static TinySet set;

  @BeforeAll
  static void uninterrupted() throws Exception {
    set = new TinySet(directory);
    Cli.Result result = Cli.run(set.train("whole", "workers=2", "epochs=24"));
    assertEquals(0, result.status(), result.err());
  }

  @Test
  void killedRunEndsWithTheSameBits() throws Exception {
    Process process = start("killed");
    set.awaitSteps("killed", 30, process, log("killed"));
    Cli.Result tooEarly = Cli.run("resume", set.run("killed").toString());
    assertEquals(2, tooEarly.status(), tooEarly.err());
    assertTrue(tooEarly.err().contains("in use"), tooEarly.err());
    process.destroyForcibly();
    assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS));
    assertEquals("running", set.info("killed").path("status").asText());

    Cli.Result resumed = Cli.run("resume", set.run("killed").toString());

    assertEquals(0, resumed.status(), resumed.err());
    assertEquals(set.hash("whole"), set.hash("killed"));
    assertEquals(set.lines("whole", "evaluations.jsonl"), set.lines("killed", "evaluations.jsonl"));
    assertEquals(set.lines("whole", "histograms.jsonl"), set.lines("killed", "histograms.jsonl"));
    assertEquals(
        List.of(96L, 96L),
        List.of(
            (long) set.lines("killed", "metrics.jsonl").size(),
            set.lines("killed", "metrics.jsonl").get(95).path("step").asLong()));
  }

  @Test
  void interruptedRunLeavesACheckpointAndExits130() throws Exception {
    Process process = start("interrupted");
    set.awaitSteps("interrupted", 10, process, log("interrupted"));
    process.destroy(); // SIGTERM
    assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS));

    assertEquals(130, process.exitValue());
    assertEquals("interrupted", set.info("interrupted").path("status").asText());
    int steps = set.info("interrupted").path("steps").asInt();
    Path checkpoint =
        set.run("interrupted").resolve("checkpoints/step-%08d/model.zip".formatted(steps));
    assertTrue(Files.exists(checkpoint), checkpoint::toString);

    Path info = set.run("interrupted").resolve("run.json");
    String decoder = set.info("interrupted").path("versions").path("image_decoder").asText();
    Files.writeString(
        info, Files.readString(info).replace("\"" + decoder + "\"", "\"another decoder\""));

    Cli.Result resumed = Cli.run("resume", set.run("interrupted").toString());
    assertEquals(0, resumed.status(), resumed.err());
    assertEquals(1, resumed.err().lines().filter(line -> line.contains("another decoder")).count());
    assertEquals(set.hash("whole"), set.hash("interrupted"));
  }

  @Test
  void completedRunIsLeftAsItIs() throws Exception {
    byte[] before = Files.readAllBytes(set.run("whole").resolve("run.json"));

    Cli.Result resumed = Cli.run("resume", set.run("whole").toString());

    assertEquals(0, resumed.status());
    assertFalse(resumed.messages().isEmpty());
    assertEquals(
        new String(before, java.nio.charset.StandardCharsets.UTF_8),
        Files.readString(set.run("whole").resolve("run.json")));
  }

  /** Started in the set's directory, to which the paths of its data are relative. */
  private Process start(String name) throws Exception {
    return Cli.start(
        directory,
        log(name),
        set.train(
            name,
            "workers=2",
            "epochs=24",
            "data.train=data/train",
            "data.validation=data/validation"));
  }

  private static Path log(String name) {
    return directory.resolve(name + ".log");
  }
}

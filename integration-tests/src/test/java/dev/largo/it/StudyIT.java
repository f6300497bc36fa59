package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies that were killed, or some of whose cells come to nothing. */
final class StudyIT {
  private static final Pattern GOING_ON = Pattern.compile("going on after step [1-9]");

  @TempDir static Path directory;
  private static TinySet set;

  @BeforeAll
  static void makeSet() {
    set = new TinySet(directory);
  }

  /** The command line of a study of tiny cells. */
  private static String[] study(String name, String... keys) throws Exception {
    List<String> line = new ArrayList<>(List.of("study", set.configuration().toString()));
    line.addAll(List.of("name=" + name, "workers=2", "evaluation.every=2 epochs"));
    line.addAll(List.of(keys));
    return line.toArray(String[]::new);
  }

  private static String[] grid(String name) throws Exception {
    return study(name, "epochs=5", "batch.global=[24,48]", "seed=[1,2]");
  }

  @Test
  void killedStudyGoesOnAndEndsWithTheSameResults() throws Exception {
    Cli.Result whole = Cli.run(grid("whole"));
    assertEquals(0, whole.status(), whole.err());

    kill("killed/cells/global-24_seed-2", grid("killed"));
    assertEquals(1, results("killed").size());
    String first = Files.readString(set.run("killed/cells/global-24_seed-1/run.json"));

    Cli.Result gone = Cli.run("study", set.run("killed").resolve("config.conf").toString());

    assertEquals(0, gone.status(), gone.err());
    assertEquals(results("whole"), results("killed"));
    assertEquals(4, results("killed").size());
    assertEquals(first, Files.readString(set.run("killed/cells/global-24_seed-1/run.json")));
    assertTrue(GOING_ON.matcher(gone.err()).find(), gone.err());
    assertEquals("completed", json("killed/study.json").path("status").asText());

    Cli.Result again = Cli.run(grid("whole"));
    assertEquals(0, again.status());
    assertFalse(again.err().contains("(1 of 4)"), again.err());
    assertTrue(again.out().startsWith("batch.global"), again.out());
  }

  @Test
  void cellsThatAreTrainedAtOnceComeToTheSame() throws Exception {
    String[] one = study("one", "epochs=4", "seed=[1,2,3]");
    String[] three = study("three", "epochs=4", "seed=[1,2,3]", "study.parallel=3");

    Cli.Result single = Cli.run(one);
    Cli.Result atOnce = Cli.run(three);

    assertEquals(0, single.status(), single.err());
    assertEquals(0, atOnce.status(), atOnce.err());
    assertEquals(results("one"), results("three"));
    assertEquals(3, set.lines("three", "study.jsonl").get(0).path("at_once").asInt());
    assertTrue(set.lines("one", "study.jsonl").get(0).path("at_once").isMissingNode());
    assertTrue(atOnce.err().contains("seed-3 (3 of 3)"), atOnce.err());
    assertFalse(atOnce.err().contains("images/s"), "no bars that draw over each other");

    String[] killed = study("two", "epochs=4", "seed=[1,2,3]", "study.parallel=2");
    kill("two/cells/seed-2", killed);
    Cli.Result gone = Cli.run(killed);

    assertEquals(0, gone.status(), gone.err());
    assertTrue(GOING_ON.matcher(gone.err()).find(), gone.err());
    assertEquals(results("one"), results("two"));
  }

  private static String[] tuned(String name) throws Exception {
    return study(
        name,
        "epochs=5",
        "seed=[1,2]",
        "schedule.base-lr={log-uniform=[0.01,0.1]}",
        "search={trials=2,stages=[{keep=1}]}");
  }

  @Test
  void cellsAreTrainedWithWhatTheirSearchFoundThoughItWasKilled() throws Exception {
    Cli.Result whole = Cli.run(tuned("tuned-whole"));
    assertEquals(0, whole.status(), whole.err());
    kill("tuned/searches/all/trials/trial-002_stage-1", tuned("tuned"));

    Cli.Result gone = Cli.run("study", set.run("tuned").resolve("config.conf").toString());

    assertEquals(0, gone.status(), gone.err());
    assertTrue(gone.err().contains("1 trials are finished"), gone.err());
    assertTrue(GOING_ON.matcher(gone.err()).find(), gone.err());
    assertEquals(
        set.results("tuned-whole/searches/all", "search.jsonl"),
        set.results("tuned/searches/all", "search.jsonl"));
    List<JsonNode> trials = set.lines("tuned/searches/all", "search.jsonl");
    Path search = set.run("tuned/searches/all");
    List<Path> models = list(search.resolve("models"));
    assertEquals(1, models.size(), models::toString);
    String model = models.get(0).getFileName().toString();
    JsonNode best =
        trials.stream()
            .filter(t -> model.contains("_trial-%03d_".formatted(t.path("trial").asInt())))
            .findFirst()
            .orElseThrow();
    double most = trials.stream().mapToDouble(t -> t.path("best_top1").asDouble()).max().orElse(2);
    assertEquals(most, best.path("best_top1").asDouble());
    assertTrue(model.startsWith("top1-%.4f_".formatted(most)), model);
    List<JsonNode> cells = results("tuned");
    assertEquals(results("tuned-whole"), cells);
    assertEquals(2, cells.size());
    for (JsonNode cell : cells) {
      assertEquals(best.path("values"), cell.path("tuned"));
      assertEquals(List.of("seed"), List.copyOf(names(cell.path("values"))));
    }
    assertNotEquals(
        cells.get(0).path("final_params_sha256"), cells.get(1).path("final_params_sha256"));
  }

  private static List<Path> list(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".zip")).toList();
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void cellThatDivergesIsRecordedAndTheOthersAreTrained() throws Exception {
    String[] line =
        study(
            "wild",
            "epochs=1",
            "averaging.swa.enabled=false",
            "schedule.warmup.epochs=0",
            "study.cells=[{name=wild,optimizer={name=sgd,trust-coefficient=null},schedule.base-lr=1e30},{name=tame}]");

    Cli.Result result = Cli.run(line);

    assertEquals(0, result.status(), result.err());
    List<JsonNode> results = results("wild");
    assertEquals("diverged", results.get(0).path("status").asText());
    assertTrue(results.get(0).path("error").asText().contains("step"), results.get(0)::toString);
    assertEquals("completed", results.get(1).path("status").asText());
    Cli.Result other = Cli.run(study("wild", "epochs=2", "seed=[1]"));
    assertEquals(2, other.status());
    assertEquals(1, other.messages().size(), other.err());
  }

  /** Starts a command line, and kills it after the first checkpoint of one of its runs. */
  private static void kill(String run, String... line) throws Exception {
    Path log = directory.resolve(run.replace('/', '-') + ".log");
    set.killAfterCheckpoint(run, Cli.start(directory, log, line), log);
  }

  private static List<JsonNode> results(String name) throws Exception {
    return set.results(name, "study.jsonl");
  }

  private static JsonNode json(String file) throws Exception {
    return new com.fasterxml.jackson.databind.ObjectMapper().readTree(set.run(file).toFile());
  }
}

package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code largo compare} makes of runs, and of directories that are none. */
final class CompareIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] AVERAGES = {
    "averaging.ema={enabled=true,decay=0.5}", "averaging.last-k={enabled=true,k=3}"
  };

  @TempDir static Path directory;
  private static TinySet set;

  @BeforeAll
  static void trainTwoSeeds() throws Exception {
    set = new TinySet(directory);
    for (int seed = 1; seed <= 2; seed++) {
      train("seed-" + seed, "seed=" + seed, AVERAGES[0], AVERAGES[1]);
    }
  }

  private static void train(String name, String... overrides) throws Exception {
    Cli.Result trained = Cli.run(set.train(name, overrides));
    assertEquals(0, trained.status(), trained.err());
  }

  private static Cli.Result compare(String output, String... arguments) {
    List<String> line = new ArrayList<>(List.of("compare"));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--output", directory.resolve(output).toString()));
    return Cli.run(line.toArray(String[]::new));
  }

  private static JsonNode compared(String output, String... arguments) throws Exception {
    Cli.Result result = compare(output, arguments);
    assertEquals(0, result.status(), result.err());
    assertTrue(Files.exists(directory.resolve(output).resolve("report.html")));
    return JSON.readTree(directory.resolve(output).resolve("comparison.json").toFile());
  }

  private static String run(String name) {
    return set.run(name).toString();
  }

  /** The newest entry of a kind of weights. */
  private static JsonNode entry(JsonNode comparison, String run, String weights) {
    JsonNode found = null;
    for (JsonNode entry : comparison.path("entries")) {
      JsonNode candidate = entry.path("candidate");
      if (candidate.path("run").asText().equals(run)
          && candidate.path("weights").asText().equals(weights)) {
        found = entry;
      }
    }
    assertNotNull(found, () -> run + " " + weights + " is not in " + comparison);
    return found;
  }

  /** Top-1, top-5 and loss, to the bit. */
  private static List<Double> figures(JsonNode entry) {
    return List.of(
        entry.path("top1").asDouble(),
        entry.path("top5").asDouble(),
        entry.path("loss").asDouble());
  }

  @Test
  void figuresAreThoseOfTheTrainingAndAWindowIsTheAverageOfTheLastOnes() throws Exception {
    JsonNode comparison =
        compared("both", run("seed-1"), run("seed-2"), "--windows", "2,3", "--ensembles");

    for (String name : List.of("seed-1", "seed-2")) {
      List<JsonNode> evaluations = set.lines(name, "evaluations.jsonl");
      TreeSet<String> checked = new TreeSet<>();
      for (JsonNode evaluation : evaluations.subList(evaluations.size() - 4, evaluations.size())) {
        String weights = evaluation.path("weights").asText();
        JsonNode entry = entry(comparison, name, weights);
        double loss = evaluation.path("loss").asDouble();
        assertEquals(evaluation.path("step"), entry.path("candidate").path("step"));
        assertEquals(evaluation.path("top1").asDouble(), entry.path("top1").asDouble(), weights);
        assertEquals(evaluation.path("top5").asDouble(), entry.path("top5").asDouble(), weights);
        assertEquals(loss, entry.path("loss").asDouble(), 1e-12 * loss, weights);
        checked.add(weights);
      }
      assertEquals(new TreeSet<>(List.of("checkpoint", "ema", "last-k", "swa")), checked);
      assertEquals(
          figures(entry(comparison, name, "last-k")), figures(entry(comparison, name, "window-3")));
    }
    // Of each run three checkpoints, three averages, two windows of 2, one of 3 and an ensemble; of
    // both four ensembles.
    assertEquals(2 * 10 + 4, comparison.path("entries").size());
    assertEquals(TinySet.VALIDATION, comparison.path("samples").asInt());
    assertEquals(2, comparison.path("runs").size());
    assertEquals(
        List.of("seed-1", "seed-2"),
        JSON.convertValue(comparison.path("seeds").path(0).path("runs"), List.class));
  }

  @Test
  void comparisonIsTheSameForAnyNumberOfWorkers() throws Exception {
    for (String workers : List.of("1", "2", "3")) {
      JsonNode unused =
          compared(
              "by-" + workers, run("seed-1"), "--windows=2", "--ensembles", "--workers", workers);
    }

    byte[] alone = Files.readAllBytes(directory.resolve("by-1/comparison.json"));
    assertArrayEquals(alone, Files.readAllBytes(directory.resolve("by-2/comparison.json")));
    assertArrayEquals(alone, Files.readAllBytes(directory.resolve("by-3/comparison.json")));
  }

  /** The network has no batch norm, so that the ends of a line are the very weights. */
  @Test
  void lineBeginsAndEndsAtItsWeightsAndAPlaneHasThemOnIt() throws Exception {
    JsonNode comparison =
        compared(
            "surfaces",
            run("seed-1"),
            run("seed-2"),
            "--line=checkpoint,seed-1:swa",
            "--line=seed-1:checkpoint,seed-2:checkpoint",
            "--plane=checkpoint,swa,ema",
            "--sharpness=checkpoint,seed-2:swa",
            "--samples=40");
    JsonNode landscape = JSON.readTree(directory.resolve("surfaces/landscape.json").toFile());

    JsonNode line = landscape.path("surfaces").path(0);
    assertEquals(21, line.path("points").size());
    assertEnd(line, 0, entry(comparison, "seed-1", "checkpoint"));
    assertEnd(line, 1, entry(comparison, "seed-1", "swa"));
    JsonNode across = landscape.path("surfaces").path(1);
    assertEnd(across, 0, entry(comparison, "seed-1", "checkpoint"));
    assertEnd(across, 1, entry(comparison, "seed-2", "checkpoint"));
    JsonNode plane = landscape.path("surfaces").path(2);
    assertEquals(13 * 13, plane.path("points").size());
    assertEquals(3, plane.path("corners").size());
    assertEquals(
        List.of("seed-1 checkpoint", "seed-2 swa"),
        landscape.path("sharpness").findValues("candidate").stream()
            .map(c -> c.path("run").asText() + " " + c.path("weights").asText())
            .toList());
    for (JsonNode sharpness : landscape.path("sharpness").findValues("sharpness")) {
      assertEquals(40, sharpness.path("samples").asInt());
      assertEquals(1e-3, sharpness.path("epsilon").asDouble());
      assertTrue(sharpness.path("percent").asDouble() > 0);
    }
    // Three checkpoints of each of two runs.
    assertEquals(2 * 3, landscape.path("drifts").size());
    for (JsonNode drift : landscape.path("drifts")) {
      assertTrue(drift.path("distance").asDouble() > 0);
    }
  }

  private static void assertEnd(JsonNode line, double x, JsonNode entry) {
    for (JsonNode point : line.path("points")) {
      if (Math.abs(point.path("x").asDouble() - x) < 1e-9) {
        double loss = entry.path("loss").asDouble();
        assertEquals(loss, point.path("validation_loss").asDouble(), 1e-5 * loss);
        assertEquals(
            1 - entry.path("top1").asDouble(), point.path("validation_error").asDouble(), 1e-9);
        return;
      }
    }
    throw new AssertionError("no point at " + x + " in " + line);
  }

  /** A copy has the name that its configuration gives it, and says nothing of chance. */
  @Test
  void copyOfARunIsToldApartAndIsNoOtherSeed() throws Exception {
    Path copy = copy("seed-1", "elsewhere");

    JsonNode comparison = compared("with-copy", run("seed-1"), copy.toString());

    assertEquals(
        figures(entry(comparison, "seed-1", "swa")),
        figures(entry(comparison, copy.toString(), "swa")));
    assertEquals(0, comparison.path("seeds").size());
  }

  @Test
  void withoutAnOutputItStandsInTheRun() throws Exception {
    Path copy = copy("seed-2", "default");

    Cli.Result first = Cli.run("compare", copy.toString(), "--weights", "swa");
    assertEquals(0, first.status(), first.err());
    assertTrue(first.out().contains("comparison: " + copy.resolve("comparison")), first.out());
    assertTrue(Files.exists(copy.resolve("comparison/report.html")));

    Cli.Result second = Cli.run("compare", copy.toString(), "--weights", "swa");
    assertRefused(second, "exists already");
  }

  @Test
  void runsThatDoNotMatchAreRefused() throws Exception {
    Path fewer = directory.resolve("fewer");
    for (String part : List.of("train", "validation")) {
      copy(set.data().resolve(part), fewer.resolve(part));
      delete(fewer.resolve(part).resolve("ring"));
    }
    train(
        "fewer",
        "data.train=" + fewer.resolve("train"),
        "data.validation=" + fewer.resolve("validation"),
        "batch.global=36",
        "epochs=1",
        "averaging.swa.enabled=false");
    Path otherData = copy("seed-1", "other-data");
    edit(otherData.resolve("run.json"), "\"data_fingerprint\" : \"", "\"data_fingerprint\" : \"x");
    Path otherView = copy("seed-1", "other-view");
    edit(otherView.resolve("config.conf"), "mean = []", "mean = [1, 2, 3]");
    edit(otherView.resolve("config.conf"), "std = []", "std = [1, 2, 3]");

    refused("another network", run("seed-1"), run("fewer"));
    refused("other data", run("seed-1"), otherData.toString());
    refused("data.mean", run("seed-1"), otherView.toString());
    refused("put it back", otherData.toString());
    refused("named twice", run("seed-1"), run("seed-1") + "/");
  }

  @Test
  void whatIsNotThereIsRefused() throws Exception {
    refused("--line swa: takes 2 names of weights", run("seed-1"), "--line=swa");
    refused("swb: run seed-1 has no such weights", run("seed-1"), "--line=checkpoint,swb");
    refused("seed-9:swa: no run is called seed-9", run("seed-1"), "--line=swa,seed-9:swa");
    refused("the weights are the same", run("seed-1"), "--line=swa,swa");
    refused("--samples 0: takes 1 or more", run("seed-1"), "--samples=0");
    refused("swb: run seed-1 has no such weights", run("seed-1"), "--sharpness=swb");
    refused("--epsilon 0.0: takes more than 0", run("seed-1"), "--epsilon=0");
    Path noSample = copy("seed-1", "no-sample");
    delete(noSample.resolve("averages/ema"));

    refused("it has checkpoint, last-k, swa", noSample.toString(), "--weights", "ema");
    refused("none of that name", run("seed-1"), "--weights", "swaa");
    refused("2 checkpoints or more", run("seed-1"), "--windows", "1");
    refused("checkpoint.keep = 4", run("seed-1"), "--windows", "4");
    refused("windows", run("seed-1"), "--windows", "three");
    refused("two runs or more", run("seed-1"), "--mean-of-runs");
    refused("--workers", run("seed-1"), "--workers", "0");
    refused("does not exist", run("none"));
    refused("config.conf", directory.toString());
  }

  @Test
  void brokenFilesAreNamed() throws Exception {
    Path flipped = copy("seed-1", "flipped");
    Path state = flipped.resolve("checkpoints/step-00000008/model.zip");
    byte[] bytes = Files.readAllBytes(state);
    bytes[bytes.length / 2] ^= 1;
    Files.write(state, bytes);
    Path torn = copy("seed-1", "torn");
    Path average = torn.resolve("averages/swa/model.zip");
    byte[] whole = Files.readAllBytes(average);
    Files.write(average, Arrays.copyOf(whole, whole.length / 2));
    Path empty = copy("seed-1", "empty");
    delete(empty.resolve("checkpoints"));

    refused("step 8: model.zip does not have the checksum", flipped.toString());
    refused("averages/swa/model.zip", torn.toString());
    refused("has no checkpoint yet", empty.toString());
  }

  @Test
  void outputThatCannotBeMadeIsRefused() {
    refused("cannot be made", run("seed-1"), "--output", run("seed-1") + "/run.json/below");
  }

  private static void refused(String said, String... arguments) {
    boolean elsewhere = List.of(arguments).contains("--output");
    Cli.Result result =
        elsewhere
            ? Cli.run(
                Stream.concat(Stream.of("compare"), Stream.of(arguments)).toArray(String[]::new))
            : compare("refused", arguments);
    assertRefused(result, said);
    assertFalse(Files.exists(directory.resolve("refused")), said);
    assertFalse(Files.exists(directory.resolve(".refused.draft")), said);
  }

  private static void assertRefused(Cli.Result result, String said) {
    assertEquals(2, result.status(), result.err());
    List<String> told = result.err().lines().toList();
    String line = told.get(told.size() - 1);
    assertTrue(line.startsWith("largo: ") && line.contains(said), result.err());
    // Only what it set out to do may stand before it.
    assertTrue(told.subList(0, told.size() - 1).stream().allMatch(CompareIT::isPlan), result.err());
    assertEquals("", result.out());
  }

  private static boolean isPlan(String line) {
    return line.contains("models: ");
  }

  private static void edit(Path file, String from, String to) throws Exception {
    String text = Files.readString(file);
    assertTrue(text.contains(from), text);
    Files.writeString(file, text.replace(from, to));
  }

  private static Path copy(String run, String name) throws Exception {
    Path copy = directory.resolve("copies").resolve(name);
    copy(set.run(run), copy);
    return copy;
  }

  private static void copy(Path from, Path to) throws Exception {
    for (Path file : walk(from)) {
      Path target = to.resolve(from.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(target);
      } else {
        Files.copy(file, target);
      }
    }
  }

  private static void delete(Path tree) throws Exception {
    List<Path> files = new ArrayList<>(walk(tree));
    Collections.reverse(files);
    for (Path file : files) {
      Files.delete(file);
    }
  }

  private static List<Path> walk(Path tree) throws Exception {
    try (Stream<Path> files = Files.walk(tree)) {
      return files.toList();
    }
  }
}

package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches that were killed, and searches of several trials at once. */
final class SearchIT {
  private static final Pattern GOING_ON = Pattern.compile("going on after step [1-9]");

  @TempDir static Path directory;
  private static TinySet set;

  @BeforeAll
  static void searchUndisturbed() throws Exception {
    set = new TinySet(directory);
    Cli.Result whole = Cli.run(search("whole"));
    assertEquals(0, whole.status(), whole.err());
  }

  /** Three trials, the best two of them anew and longer, beside two drawn closer to them. */
  private static String[] search(String name, String... keys) throws Exception {
    List<String> line = new ArrayList<>(List.of("search", set.configuration().toString()));
    line.addAll(
        List.of(
            "name=" + name,
            "workers=2",
            "averaging.swa.enabled=false",
            "schedule.warmup.epochs=0",
            "schedule.base-lr={log-uniform=[0.1,2]}",
            "search.trials=3",
            "search.stages=[{keep=2,epochs=3},{keep=1,epochs=4,draws=2}]"));
    line.addAll(List.of(keys));
    return line.toArray(String[]::new);
  }

  @Test
  void searchOfTwoTrialsAtOnceThatWasKilledInBothStagesEndsAsIfNothingHadBeen() throws Exception {
    String[] line = search("killed", "search.parallel=2");
    kill("trial-002_stage-1", line);
    String second = kill("trial-004_stage-2", line);
    assertTrue(GOING_ON.matcher(second).find(), second);

    Cli.Result gone = Cli.run("search", set.run("killed").resolve("config.conf").toString());

    assertEquals(0, gone.status(), gone.err());
    assertTrue(gone.err().contains("going on with " + set.run("killed")), gone.err());
    assertTrue(GOING_ON.matcher(gone.err()).find(), gone.err());
    assertEquals(7, set.results("whole", "search.jsonl").size());
    assertEquals(set.results("whole", "search.jsonl"), set.results("killed", "search.jsonl"));
    assertEquals(best("whole"), best("killed").replace("killed", "whole"));
    assertEquals(models("whole"), models("killed"));
    assertEquals(2, set.lines("killed", "search.jsonl").get(0).path("at_once").asInt());
  }

  private static String best(String name) throws Exception {
    return Files.readString(set.run(name).resolve("best.conf"));
  }

  private static List<String> models(String name) throws Exception {
    try (Stream<Path> files = Files.list(set.run(name).resolve("models"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Starts a search, kills it after the first checkpoint of a trial, and returns what it said. */
  private static String kill(String trial, String... line) throws Exception {
    Path log = directory.resolve(trial + ".log");
    set.killAfterCheckpoint("killed/trials/" + trial, Cli.start(directory, log, line), log);
    return Files.readString(log);
  }
}

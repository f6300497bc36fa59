package dev.largo.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.ConfigLoader;
import dev.largo.record.RunClaim;
import dev.largo.study.Cell;
import dev.largo.study.CellResult;
import dev.largo.study.CellSummary;
import dev.largo.study.StudyDirectory;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions that are made before anything is trained. */
final class CellRunsTest {
  @TempDir Path runs;

  private static Cell cell(double rate) {
    String text =
        """
        largo {
          name = cell
          data { format = idx, train = "/none", validation = "/none" }
          model.name = lenet
        }
        """;
    return new Cell(
        "cell",
        new TreeMap<>(Map.of("schedule.base-lr", rate)),
        new TreeMap<>(),
        ConfigLoader.load("test", text, List.of("schedule.base-lr=" + rate)));
  }

  /** What has a failed cell of a rate of 0.1 on record does, when it is to run this one. */
  private Optional<List<CellResult>> run(Cell cell, boolean retryFailed) throws Exception {
    Configuration hadoop = new Configuration();
    StudyDirectory directory = StudyDirectory.ofStudy(runs.toString(), "study", hadoop);
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    RunClaim claim = directory.claim();
    try (claim;
        Workplace place = new Workplace("study", "local[1]", 1, 1, () -> {})) {
      assertFalse(place.isBroken());
      directory.writeResults(List.of(CellSummary.unbegun(cell(0.1), "cells", "no memory")));
      CellRuns cells =
          new CellRuns(
              directory, place, hadoop, new Console(nowhere, nowhere, false), retryFailed, null);
      assertEquals(1, cells.results().size(), "kept until there is another");
      return cells.run(List.of(cell), result -> result);
    }
  }

  @Test
  void cellThatFailedStaysSo() throws Exception {
    assertEquals("no memory", run(cell(0.1), false).orElseThrow().get(0).error());
  }

  @Test
  void cellThatFailedIsTriedAgainWhereThatIsAskedFor() throws Exception {
    String error = String.valueOf(run(cell(0.1), true).orElseThrow().get(0).error());

    assertTrue(error.contains("/none"), error);
    assertTrue(Files.readString(runs.resolve("study/study.jsonl")).contains("/none"));
  }

  @Test
  void trialThatIsAnotherNowIsRefused() {
    RequestException refused = assertThrows(RequestException.class, () -> run(cell(0.2), false));

    assertTrue(
        String.valueOf(refused.getMessage()).contains("was trained with {schedule.base-lr=0.1}"));
  }
}

package dev.largo.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.record.RunClaim;
import dev.largo.study.Cell;
import dev.largo.study.CellResult;
import dev.largo.study.CellSummary;
import dev.largo.study.StudyDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CellResultsTest {
  @TempDir Path directory;
  private TinyRuns tiny;
  private StudyDirectory study;
  private RunClaim claim;

  @BeforeEach
  void begin() throws Exception {
    tiny = new TinyRuns(directory);
    study = StudyDirectory.ofStudy(directory.toString(), "tiny", new Configuration());
    claim = study.claim();
  }

  @AfterEach
  void end() throws Exception {
    claim.close();
  }

  private static CellResult failed(Cell cell) {
    return CellSummary.unbegun(cell, "cells", "no memory");
  }

  private static Cell tuned(Cell cell, Map<String, Object> values) {
    return new Cell(cell.name(), cell.values(), new TreeMap<>(values), cell.config());
  }

  private List<String> names() throws Exception {
    return study.readResults().stream().map(CellResult::cell).toList();
  }

  @Test
  void standInTheOrderOfTheCellsWhateverEndsFirst() throws Exception {
    study.writeResults(List.of(failed(tiny.cell("c")), failed(tiny.cell("a"))));
    CellResults results = new CellResults(study);

    results.expect(List.of(tiny.cell("a"), tiny.cell("b"), tiny.cell("c"), tiny.cell("d")));
    results.put(failed(tiny.cell("d")));
    results.put(failed(tiny.cell("b")));

    assertEquals(List.of("a", "b", "c", "d"), names());
  }

  @Test
  void whatIsTriedAgainHasNoLineUntilItEnds() throws Exception {
    Cell done = tiny.cell("done");
    study.writeResults(List.of(failed(tiny.cell("a")), TinyRuns.completed(done, "cells", 0.5)));
    CellResults results = new CellResults(study);

    results.dropFailed();

    assertEquals(List.of("done"), names());
    assertEquals(1, results.all().size());
  }

  @Test
  void cellWithTheResultOfAnotherIsRefused() throws Exception {
    Cell cell = tuned(tiny.cell("a"), Map.of("schedule.base-lr", 0.1));
    study.writeResults(List.of(failed(cell)));
    CellResults results = new CellResults(study);

    results.expect(List.of(cell));
    Cell other = tuned(cell, Map.of("schedule.base-lr", 0.2));
    RequestException refused =
        assertThrows(RequestException.class, () -> results.expect(List.of(other)));

    assertTrue(
        String.valueOf(refused.getMessage()).contains("was trained with {schedule.base-lr=0.1}"));
  }
}

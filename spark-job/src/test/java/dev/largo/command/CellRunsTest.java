package dev.largo.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.record.RunClaim;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.spark.preflight.Demand;
import dev.largo.study.Cell;
import dev.largo.study.CellResult;
import dev.largo.study.CellSummary;
import dev.largo.study.StudyDirectory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Decisions that are made before anything is trained. */
@Timeout(120)
final class CellRunsTest {
  private static final String NOWHERE = "data={format=idx,train=/none,validation=/none}";

  private final Configuration hadoop = new Configuration();

  @TempDir Path directory;
  private TinyRuns tiny;
  private StudyDirectory study;
  private RunClaim claim;

  @BeforeEach
  void begin() throws Exception {
    tiny = new TinyRuns(directory);
    study = StudyDirectory.ofStudy(directory.resolve("runs").toString(), "tiny", hadoop);
    claim = study.claim();
  }

  @AfterEach
  void end() throws Exception {
    claim.close();
  }

  private Optional<List<CellResult>> run(Workplace place, Cell... cells) throws Exception {
    CellResults results = new CellResults(study);
    results.expect(List.of(cells));
    return new CellRuns(study, results, place, hadoop, TinyRuns.silent(), null)
        .run(List.of(cells), result -> result);
  }

  private static Workplace place(String master, int runs) {
    return new Workplace("study", master, new Demand(1, runs), () -> {});
  }

  @Test
  void cellThatFailedStaysSo() throws Exception {
    Cell cell = tiny.cell("cell", NOWHERE);
    study.writeResults(List.of(CellSummary.unbegun(cell, "cells", "no memory")));

    try (Workplace place = place("local[1]", 1)) {
      assertEquals("no memory", run(place, cell).orElseThrow().get(0).error());
    }
  }

  @Test
  void cellThatCannotBeginHasFailed() throws Exception {
    try (Workplace place = place("local[2]", 2)) {
      CellResult result = run(place, tiny.cell("cell", NOWHERE)).orElseThrow().get(0);

      assertEquals(CellResult.Status.FAILED, result.status());
      assertTrue(String.valueOf(result.error()).contains("/none"), result::toString);
      assertEquals(2, result.atOnce());
      assertEquals(List.of(result), study.readResults());
    }
  }

  @Test
  void cellThatWasBegunAsAnotherIsRefusedBeforeAnyIsTrained() throws Exception {
    Cell cell = tiny.cell("cell", "epochs=2");
    RunDirectory.create(tiny.cell("cell", "epochs=3").config(), hadoop)
        .writeInfo(
            RunInfo.started(
                "3.5.5",
                null,
                1,
                new RunInfo.Cluster("local[1]", 1, 1),
                "abc",
                List.of(),
                Instant.EPOCH));

    try (Workplace place = place("local[1]", 1)) {
      RequestException refused =
          assertThrows(RequestException.class, () -> run(place, tiny.cell("other", NOWHERE), cell));
      assertTrue(String.valueOf(refused.getMessage()).contains("another configuration"));
    }
    assertEquals(List.of(), study.readResults());
  }

  /** The error is one that Spark does not announce. */
  @Test
  void sparkThatDoesNotStartEndsTheCommandAndNoCellHasFailed() throws Exception {
    try (Workplace place = place("nonsense", 1)) {
      Exception first =
          assertThrows(
              IllegalStateException.class, () -> run(place, tiny.cell("a"), tiny.cell("b")));

      assertTrue(String.valueOf(first.getMessage()).contains("nonsense"), first::toString);
      assertTrue(place.isBroken());
      assertTrue(place.stopRequested());
      RunDirectory begun = study.run("cells/a");
      assertEquals(RunInfo.Status.FAILED, begun.readInfo().status());
      assertSame(first, assertThrows(Exception.class, () -> place.spark(Map::of)));
    }
    assertEquals(List.of(), study.readResults());
  }

  /** A cluster of no workers. */
  @Test
  void clusterThatGrantsNoExecutorEndsTheCommandAndNoCellHasFailed() throws Exception {
    System.setProperty(ExecutorWait.KEY, "1s");
    try (Workplace place = place("local-cluster[0,1,1024]", 1)) {
      assertThrows(NoExecutorException.class, () -> run(place, tiny.cell("a"), tiny.cell("b")));
      assertTrue(place.stopRequested());
    } finally {
      System.clearProperty(ExecutorWait.KEY);
    }
    assertEquals(List.of(), study.readResults());
  }

  @Test
  void interruptCallsTheRunsOff() throws Exception {
    try (Workplace place = place("local[1]", 1)) {
      Thread.currentThread().interrupt();
      assertThrows(
          InterruptedException.class,
          () -> run(place, tiny.cell("a", NOWHERE), tiny.cell("b", NOWHERE)));
      assertTrue(place.stopRequested());
    }
  }
}

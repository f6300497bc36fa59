package dev.largo.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.record.RunDirectory;
import dev.largo.record.RunRecorder;
import dev.largo.study.Cell;
import dev.largo.study.CellResult;
import dev.largo.study.StudyDirectory;
import dev.largo.train.EvaluationRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BestModelsTest {
  private final Configuration hadoop = new Configuration();

  @TempDir Path directory;
  private BestModels models;

  @BeforeEach
  void begin() throws Exception {
    models =
        new BestModels(StudyDirectory.ofSearch(directory.toString(), "search", hadoop), hadoop);
  }

  /** A run of a trial with a checkpoint and an evaluation of it every step, in their order. */
  private CellResult trial(int number, double... top1) throws Exception {
    Cell tiny = new TinyRuns(directory).cell("trial-" + number);
    Cell cell =
        new Cell(
            tiny.name(),
            new TreeMap<>(),
            new TreeMap<>(),
            tiny.config().at(directory.resolve("search/trials").toString(), tiny.name()));
    RunDirectory run = RunDirectory.create(cell.config(), hadoop);
    try (RunRecorder recorder = run.recorder()) {
      for (int step = 1; step <= top1.length; step++) {
        recorder.evaluation(
            new EvaluationRecord(
                step, step, EvaluationRecord.CHECKPOINT, top1[step - 1], 1, 1, 10));
        Path checkpoint =
            directory.resolve("search/trials/" + cell.name() + "/checkpoints/step-0000000" + step);
        Files.createDirectories(checkpoint);
        Files.writeString(checkpoint.resolve("model.zip"), number + "/" + step);
      }
    }
    return TinyRuns.completed(cell, "trials", 0.5).of(1, number);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("search/models"))) {
      return new ArrayList<>(files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void areTheBestCheckpointsOfTheBestTrials() throws Exception {
    CellResult first = trial(1, 0.5, 0.75, Double.NaN);
    CellResult second = trial(2, 0.25);

    models.copy(List.of(first, second));
    assertEquals(
        List.of("top1-0.2500_trial-002_step-1.zip", "top1-0.7500_trial-001_step-2.zip"), names());
    assertEquals(
        "1/2",
        Files.readString(directory.resolve("search/models/top1-0.7500_trial-001_step-2.zip")));

    models.copy(List.of(first));
    assertEquals(List.of("top1-0.7500_trial-001_step-2.zip"), names());
  }

  @Test
  void stayWhenTheirRunsAreGone() throws Exception {
    CellResult first = trial(1, 0.5);
    CellResult second = trial(2, 0.25);
    models.copy(List.of(first, second));
    Files.writeString(directory.resolve("search/models/notes.txt"), "mine");

    delete(directory.resolve("search/trials/trial-1"));
    delete(directory.resolve("search/trials/trial-2/checkpoints"));
    models.copy(List.of(first, second));

    assertEquals(
        List.of(
            "notes.txt", "top1-0.2500_trial-002_step-1.zip", "top1-0.5000_trial-001_step-1.zip"),
        names());
  }
}

package dev.largo.command;

import dev.largo.config.ConfigLoader;
import dev.largo.config.ConfigTemplate;
import dev.largo.config.LargoConfig;
import dev.largo.study.Cell;
import dev.largo.study.CellResult;
import dev.largo.study.CellSummary;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Configurations of runs of a few synthetic images, and results of such runs. */
final class TinyRuns {
  private final Path directory;

  /** In a directory for data and runs. */
  TinyRuns(Path directory) {
    this.directory = directory;
  }

  private String text() {
    return """
        largo {
          name = tiny
          runs = "%s"
          data { format = synthetic, synthetic { directory = "%s", train-samples = 20, validation-samples = 10, image-size = 32 } }
          model.name = lenet
          batch { global = 10, micro = 10 }
          epochs = 1
          workers = 1
          schedule.warmup.epochs = 0
          evaluation.every = "1 epoch"
        }
        """
        .formatted(directory.resolve("runs"), directory.resolve("data"));
  }

  LargoConfig config(String... overrides) {
    return ConfigLoader.load("tiny.conf", text(), List.of(overrides));
  }

  ConfigTemplate template(String... overrides) {
    return ConfigTemplate.load("tiny.conf", text(), List.of(overrides));
  }

  /** A cell of the study {@code tiny}. */
  Cell cell(String name, String... overrides) {
    return new Cell(
        name,
        new TreeMap<>(Map.of("seed", 1)),
        new TreeMap<>(),
        config(overrides).at(directory.resolve("runs/tiny/cells").toString(), name));
  }

  /** A result of a run that came to its end. */
  static CellResult completed(Cell cell, String folder, double top1) {
    CellResult none = CellSummary.unbegun(cell, folder, "");
    return new CellResult(
        none.cell(),
        null,
        null,
        CellResult.Status.COMPLETED,
        null,
        none.values(),
        none.tuned(),
        2,
        1,
        20,
        1,
        top1,
        top1,
        2,
        1,
        1,
        1,
        Map.of(),
        1,
        none.stepSeconds(),
        Double.NaN,
        null,
        null,
        none.directory(),
        null);
  }

  /** Where nobody looks. */
  static Console silent() {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new Console(nowhere, nowhere, false);
  }
}

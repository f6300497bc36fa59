package dev.largo.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import dev.largo.record.RecordJson;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.study.CellResult;
import dev.largo.study.StudyDirectory;
import dev.largo.study.StudyInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** Lines of results, made by hand. */
public final class Results {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private Results() {}

  /** A completed cell of 10 steps in 2 epochs, a second a step. */
  public static ObjectNode cell(String name, Map<String, ?> values, double top1) {
    ObjectNode line =
        RecordJson.MAPPER
            .createObjectNode()
            .put("cell", name)
            .put("status", "completed")
            .put("steps", 10)
            .put("epochs", 2.0)
            .put("seconds", 10.0)
            .put("last_top1", top1)
            .put("best_top1", top1)
            .put("train_top1", 0.9)
            .put("last_loss", 0.5)
            .put("train_loss", 0.4)
            .put("images_per_second", 100.0)
            .put("directory", "cells/" + name);
    line.set("values", RecordJson.MAPPER.valueToTree(new TreeMap<>(values)));
    line.putObject("averages");
    line.putObject("step_seconds")
        .put("data", 0.1)
        .put("gradient", 0.6)
        .put("reduce", 0.2)
        .put("update", 0.1)
        .put("total", 1.0);
    line.put("noise_scale", 100.0);
    return line;
  }

  /** The same, but diverged. */
  public static ObjectNode diverged(String name, Map<String, ?> values) {
    return cell(name, values, 0)
        .putNull("last_top1")
        .putNull("best_top1")
        .putNull("noise_scale")
        .put("status", "diverged")
        .put("error", "training diverged at step 3");
  }

  /** The same, as a trial of a search. */
  public static ObjectNode trial(ObjectNode cell, int stage, int trial) {
    String name = "trial-%03d_stage-%d".formatted(trial, stage);
    return cell.put("stage", stage)
        .put("trial", trial)
        .put("cell", name)
        .put("directory", "trials/" + name);
  }

  /** A line as it is read. */
  public static CellResult read(ObjectNode line) throws JsonProcessingException {
    return RecordJson.MAPPER.treeToValue(line, CellResult.class);
  }

  /** The directory of a study with such results. */
  public static StudyDirectory study(Path runs, String config, List<ObjectNode> lines)
      throws IOException {
    return write(
        StudyDirectory.ofStudy(runs.toString(), "made", new Configuration()),
        runs.resolve("made/study.jsonl"),
        config,
        lines);
  }

  /** The directory of a search with such results. */
  public static StudyDirectory search(Path runs, String config, List<ObjectNode> lines)
      throws IOException {
    return write(
        StudyDirectory.ofSearch(runs.toString(), "made", new Configuration()),
        runs.resolve("made/search.jsonl"),
        config,
        lines);
  }

  /** The directory of a cell's run, of 64 samples a step one by one, on workers of one machine. */
  public static void run(Path cells, String name, int workers, int cores) throws IOException {
    LargoConfig config =
        ConfigLoader.load(
            "a.conf",
            "largo { data.format=synthetic, model.name=lenet, batch { global=64, micro=1 } }",
            List.of("runs=" + cells, "name=" + name, "workers=" + workers));
    RunDirectory.create(config, new Configuration())
        .writeInfo(
            RunInfo.started(
                "3.5.5",
                null,
                1,
                new RunInfo.Cluster("local[%d]".formatted(cores), workers, cores),
                "abc",
                List.of(),
                START));
  }

  private static StudyDirectory write(
      StudyDirectory directory, Path file, String config, List<ObjectNode> lines)
      throws IOException {
    StudyInfo info = StudyInfo.started("3.5.5", lines.size(), START);
    directory.begin(
        info.with(RunInfo.Status.COMPLETED, lines.size(), lines.size(), START.plusSeconds(60)),
        config);
    Files.write(file, lines.stream().map(ObjectNode::toString).toList());
    return directory;
  }
}

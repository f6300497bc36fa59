package dev.largo.report.run;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.largo.record.RunInfo;
import dev.largo.report.Provenance;
import dev.largo.report.Wording;
import dev.largo.report.page.Block;
import dev.largo.report.run.StepCurves.Measure;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.StepRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the run was, and how it is going: the first things on its page. */
final class RunFacts {
  private final RunInfo info;
  private final Config config;
  private final StepCurves steps;
  private final EvaluationCurves evaluations;
  private final Instant now;

  /**
   * Facts of a run.
   *
   * @param configuration the text of {@code config.conf}, which need not be of this version
   * @param now until when a run that goes on has taken its time
   */
  RunFacts(
      RunInfo info,
      String configuration,
      StepCurves steps,
      EvaluationCurves evaluations,
      Instant now) {
    this.info = info;
    this.config = ConfigFactory.parseString(configuration).resolve();
    this.steps = steps;
    this.evaluations = evaluations;
    this.now = now;
  }

  /** The run's name. */
  String name() {
    return value("name");
  }

  String status() {
    return info.status().name().toLowerCase(Locale.ROOT);
  }

  /** A line that says what was trained. */
  String subtitle() {
    return "%s on %s, %s, global batch %s"
        .formatted(network(), value("data.format"), value("optimizer.name"), value("batch.global"));
  }

  /** Result, length, time and speed. */
  Block tiles() {
    List<Block.Tile> tiles = new ArrayList<>();
    evaluations.lastCheckpoint().ifPresent(e -> tiles.add(result("Top-1, last checkpoint", e)));
    evaluations
        .bestAverage()
        .ifPresent(e -> tiles.add(result("Top-1, " + e.weights().toUpperCase(Locale.ROOT), e)));
    StepRecord last = steps.last();
    if (last != null) {
      tiles.add(
          new Block.Tile(
              "Steps",
              String.valueOf(last.step()),
              Wording.number("%.1f", last.epoch()) + " of " + value("epochs") + " epochs"));
      tiles.add(
          new Block.Tile(
              "Time of steps",
              Wording.time(Duration.ofMillis((long) (1000 * steps.seconds()))),
              Wording.time(taken()) + " from start to end"));
      tiles.add(
          new Block.Tile(
              "Images/s",
              Wording.number("%.0f", steps.typical(Measure.IMAGES_PER_SECOND)),
              "median, %d workers".formatted(info.cluster().workers())));
      tiles.add(
          new Block.Tile(
              "Time of a step",
              Wording.number("%.3g s", steps.typical(Measure.TOTAL)),
              "median, gradient "
                  + Wording.number(
                      "%.0f %%",
                      100 * steps.typical(Measure.GRADIENT) / steps.typical(Measure.TOTAL))));
    }
    tiles.add(new Block.Tile("Status", status(), "seed " + info.seed()));
    return new Block.Tiles(tiles);
  }

  private static Block.Tile result(String label, EvaluationRecord evaluation) {
    return new Block.Tile(
        label,
        Wording.number("%.2f %%", 100 * evaluation.top1()),
        "loss " + Wording.number("%.4f", evaluation.loss()) + ", step " + evaluation.step());
  }

  /** All that tells the run from others. */
  Block table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("network", network()));
    rows.add(List.of("data", data()));
    rows.add(
        List.of(
            "batch",
            "%s samples a step, %s a gradient"
                .formatted(value("batch.global"), value("batch.micro"))));
    rows.add(
        List.of(
            "optimizer",
            numbers(
                "optimizer", "momentum", "weight-decay", "trust-coefficient", "beta1", "beta2")));
    rows.add(
        List.of(
            "learning rate",
            "%s at batch %s, scaling %s, warm-up %s epochs, decay %s"
                .formatted(
                    value("schedule.base-lr"),
                    value("schedule.base-batch"),
                    value("schedule.scaling"),
                    value("schedule.warmup.epochs"),
                    value("schedule.decay.kind"))));
    rows.add(List.of("averages", averages()));
    rows.add(
        List.of(
            "workers",
            "%d on %s, %s, %s"
                .formatted(
                    info.cluster().workers(),
                    info.cluster().master(),
                    value("aggregation.mode"),
                    value("engine.precision"))));
    rows.add(List.of("status", Provenance.status(info.status(), info.start(), info.end())));
    rows.add(List.of("seed", String.valueOf(info.seed())));
    if (steps.skipped() > 0) {
      rows.add(
          List.of("skipped steps", steps.skipped() + ", whose loss or gradient was not finite"));
    }
    if (!steps.bottlenecks().isEmpty()) {
      rows.add(
          List.of(
              "waiting for data",
              steps.bottlenecks().entrySet().stream()
                  .map(e -> "%s in %d steps".formatted(e.getKey(), e.getValue()))
                  .collect(Collectors.joining(", "))));
    }
    rows.add(List.of("versions", Provenance.versions(info.versions(), info.gitCommit())));
    String sha256 = info.finalParamsSha256();
    rows.add(List.of("final parameters", sha256 == null ? "" : "SHA-256 " + sha256));
    return new Block.Table("The run", List.of("what", "value"), rows);
  }

  private Duration taken() {
    Instant end = info.end();
    return Duration.between(info.start(), end == null ? now : end);
  }

  private String network() {
    String file = value("model.file");
    return file.isEmpty() ? value("model.name") : file;
  }

  private String data() {
    String train = value("data.train");
    return train.isEmpty() ? value("data.format") : value("data.format") + ", " + train;
  }

  private String averages() {
    String averages =
        Stream.of("swa", "ema", "last-k", "polyak", "swap")
            .filter(name -> value("averaging." + name + ".enabled").equals("true"))
            .collect(Collectors.joining(", "));
    return averages.isEmpty() ? "none" : averages;
  }

  private String numbers(String group, String... keys) {
    return value(group + ".name")
        + Stream.of(keys)
            .filter(key -> !value(group + "." + key).isEmpty())
            .map(key -> ", " + key + " " + value(group + "." + key))
            .collect(Collectors.joining());
  }

  /** A key's value as it stands there; empty where it is null or not there. */
  private String value(String key) {
    String path = "largo." + key;
    if (!config.hasPath(path)) {
      return "";
    }
    return String.valueOf(config.getValue(path).unwrapped());
  }
}

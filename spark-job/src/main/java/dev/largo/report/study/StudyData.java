package dev.largo.report.study;

import dev.largo.report.Combination;
import dev.largo.study.CellResult;
import dev.largo.study.StudyDirectory;
import dev.largo.study.StudyInfo;
import dev.largo.study.scaling.ScalingStudy;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a study has written about itself and its cells.
 *
 * @param config the text of {@code config.conf}
 * @param results of the cells that came to an end, in the order of these
 * @param runs paths of the runs and searches that have a directory, relative to the study's
 * @param scaling its groups of cells that tell what more workers gain
 */
record StudyData(
    String name,
    StudyInfo info,
    String config,
    StudyPlan plan,
    List<CellResult> results,
    Set<String> runs,
    List<ScalingStudy> scaling) {

  static StudyData read(StudyDirectory directory) throws IOException {
    String config = directory.readConfig().orElse("");
    List<CellResult> results = directory.readResults();
    return new StudyData(
        directory.name(),
        directory.readInfo(),
        config,
        StudyPlan.of(config),
        results,
        directory.runs(),
        ScalingStudy.of(directory, results));
  }

  List<Combination> combinations() {
    return Combination.of(results);
  }

  /** Most runs that shared the machines with a cell, itself among them; 1: none ever did. */
  int atOnce() {
    return results.stream()
        .map(CellResult::atOnce)
        .filter(Objects::nonNull)
        .mapToInt(Integer::intValue)
        .max()
        .orElse(1);
  }

  /** The searches that tuned cells, those that have begun, in the order of their names. */
  List<String> searches() {
    return runs.stream()
        .filter(path -> path.startsWith(StudyDirectory.SEARCHES + "/"))
        .sorted()
        .toList();
  }

  /** Where the page of a cell's run is; empty where the run is gone. */
  String link(CellResult cell) {
    return runs.contains(cell.directory()) ? cell.directory() + "/report.html" : "";
  }

  /** The keys that were tuned for any cell, in the order of their names. */
  Set<String> tunedKeys() {
    Set<String> keys = new TreeSet<>();
    results.forEach(cell -> keys.addAll(cell.tuned().keySet()));
    return keys;
  }

  /**
   * The global batch beyond which more samples gain little: the median of the cells' noise scales
   * (McCandlish et al., 2018, section 2.2). NaN where none is known.
   */
  double criticalBatch() {
    double[] scales =
        results.stream()
            .filter(cell -> cell.status() == CellResult.Status.COMPLETED)
            .mapToDouble(CellResult::noiseScale)
            .filter(scale -> scale > 0 && Double.isFinite(scale))
            .sorted()
            .toArray();
    double[] middle =
        Arrays.copyOfRange(scales, Math.max(0, (scales.length - 1) / 2), scales.length / 2 + 1);
    return scales.length == 0 ? Double.NaN : Arrays.stream(middle).average().orElse(Double.NaN);
  }
}

package dev.largo.study.scaling;

import dev.largo.config.AggregationMode;
import dev.largo.config.LargoConfig;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.study.CellResult;
import dev.largo.study.StudyDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Cells of a study that differ in nothing but workers, global batch and seed, and the model of
 * them.
 *
 * @param values of the other keys that vary, by dotted key
 */
public record ScalingStudy(SortedMap<String, @Nullable Object> values, ScalingFit fit) {
  private static final String WORKERS = "workers";
  private static final Set<String> WITHIN = Set.of(WORKERS, "batch.global", "seed");

  /**
   * The groups of a study that have several numbers of workers; none where no group has.
   *
   * @param directory of the study
   * @param results of its cells; those that count are completed, of {@code aggregation.mode =
   *     all-reduce}, were alone on their machines, and their runs are still there
   */
  public static List<ScalingStudy> of(StudyDirectory directory, List<CellResult> results)
      throws IOException {
    Map<SortedMap<String, @Nullable Object>, List<CellResult>> groups = new LinkedHashMap<>();
    for (CellResult result : results) {
      SortedMap<String, @Nullable Object> values = new TreeMap<>(result.values());
      values.keySet().removeAll(WITHIN);
      groups.computeIfAbsent(values, v -> new ArrayList<>()).add(result);
    }
    groups.values().removeIf(group -> !vary(group.stream().map(r -> r.values().get(WORKERS))));
    if (groups.isEmpty()) {
      return List.of();
    }
    Set<String> runs = directory.runs();
    List<ScalingStudy> studies = new ArrayList<>();
    for (Map.Entry<SortedMap<String, @Nullable Object>, List<CellResult>> group :
        groups.entrySet()) {
      List<ScalingPoint> points = new ArrayList<>();
      for (CellResult result : group.getValue()) {
        if (result.status() == CellResult.Status.COMPLETED
            && result.atOnce() == null
            && runs.contains(result.directory())) {
          point(result, directory.run(result.directory())).ifPresent(points::add);
        }
      }
      if (vary(points.stream().map(ScalingPoint::workers))) {
        studies.add(new ScalingStudy(group.getKey(), ScalingFit.of(points)));
      }
    }
    return studies;
  }

  private static boolean vary(Stream<? extends @Nullable Object> values) {
    return values.distinct().count() > 1;
  }

  private static Optional<ScalingPoint> point(CellResult result, RunDirectory run)
      throws IOException {
    LargoConfig config = run.readConfig();
    if (config.aggregation().mode() != AggregationMode.ALL_REDUCE) {
      return Optional.empty();
    }
    RunInfo.Cluster on = run.readInfo().cluster();
    return Optional.of(
        new ScalingPoint(
            on.workers(),
            config.batch().global(),
            config.batch().micro(),
            config.engine().threads(),
            on.cores(),
            result.stepSeconds()));
  }
}

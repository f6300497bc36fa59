package dev.largo.study.scaling;

import dev.largo.config.AggregationMode;
import dev.largo.config.LargoConfig;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.study.CellResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Cells of a study that differ in nothing but workers, global batch and seed, and the model of
 * them.
 *
 * @param values of the other keys that vary, by dotted key
 */
public record ScalingStudy(SortedMap<String, @Nullable Object> values, ScalingFit fit) {
  private static final Set<String> WITHIN = Set.of("workers", "batch.global", "seed");

  /**
   * The groups of a study that have several numbers of workers; none where no group has.
   *
   * @param directory of the study: a path or any Hadoop URI
   * @param results of its cells; only completed ones of {@code aggregation.mode = all-reduce} count
   */
  public static List<ScalingStudy> of(
      String directory, List<CellResult> results, Configuration hadoop) throws IOException {
    Map<SortedMap<String, @Nullable Object>, List<ScalingPoint>> groups = new LinkedHashMap<>();
    for (CellResult result : results) {
      if (result.status() != CellResult.Status.COMPLETED) {
        continue;
      }
      RunDirectory run = RunDirectory.open(directory + "/" + result.directory(), hadoop);
      LargoConfig config = run.readConfig();
      if (config.aggregation().mode() == AggregationMode.ALL_REDUCE) {
        SortedMap<String, @Nullable Object> values = new TreeMap<>(result.values());
        values.keySet().removeAll(WITHIN);
        groups
            .computeIfAbsent(values, v -> new ArrayList<>())
            .add(point(result, config, run.readInfo().cluster()));
      }
    }
    return groups.entrySet().stream()
        .filter(g -> g.getValue().stream().mapToInt(ScalingPoint::workers).distinct().count() > 1)
        .map(g -> new ScalingStudy(g.getKey(), ScalingFit.of(g.getValue())))
        .toList();
  }

  private static ScalingPoint point(CellResult result, LargoConfig config, RunInfo.Cluster on) {
    return new ScalingPoint(
        on.workers(),
        config.batch().global(),
        config.batch().micro(),
        config.engine().threads(),
        on.cores(),
        result.stepSeconds());
  }
}

package dev.largo.report.search;

import dev.largo.config.ConfigException;
import dev.largo.config.ConfigTemplate;
import dev.largo.study.CellResult;
import dev.largo.study.DrawnKeys;
import dev.largo.study.Search;
import dev.largo.study.StudyDirectory;
import dev.largo.study.StudyInfo;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a search has written about itself and its trials.
 *
 * @param config the text of {@code config.conf}
 * @param drawn empty where this version cannot read the configuration
 * @param results a line for each trial in each stage
 * @param runs paths of the runs that have a directory, relative to the search's
 */
record SearchData(
    String name,
    StudyInfo info,
    String config,
    Optional<DrawnKeys> drawn,
    List<CellResult> results,
    Set<String> runs) {

  static SearchData read(StudyDirectory directory) throws IOException {
    String config = directory.readConfig().orElse("");
    return new SearchData(
        directory.name(),
        directory.readInfo(),
        config,
        drawn(config),
        directory.readResults().stream()
            .filter(result -> result.stage() != null && result.trial() != null)
            .toList(),
        directory.runs());
  }

  private static Optional<DrawnKeys> drawn(String config) {
    try {
      return Optional.of(DrawnKeys.of(ConfigTemplate.load("config.conf", config, List.of())));
    } catch (ConfigException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The keys that were drawn, in the order of their names. */
  List<String> keys() {
    Set<String> keys = new TreeSet<>();
    results.forEach(result -> keys.addAll(result.values().keySet()));
    return List.copyOf(keys);
  }

  boolean isLogarithmic(String key) {
    return drawn.map(keys -> keys.isLogarithmic(key)).orElse(false);
  }

  /** Stages of which there is a result, from the first. */
  List<Integer> stages() {
    return List.copyOf(new TreeSet<>(results.stream().map(SearchData::stage).toList()));
  }

  static int stage(CellResult result) {
    return Objects.requireNonNull(result.stage());
  }

  static int trial(CellResult result) {
    return Objects.requireNonNull(result.trial());
  }

  /** The trials of a stage that came to their end, the best first. */
  List<CellResult> ranked(int stage) {
    List<CellResult> all = results.stream().filter(result -> stage(result) == stage).toList();
    return Search.best(all, all.size());
  }

  /** The same of the last stage in which a trial came to its end. */
  List<CellResult> best() {
    return stages().stream()
        .sorted(Comparator.reverseOrder())
        .map(this::ranked)
        .filter(ranked -> !ranked.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** The last result of each trial, by the trial's number. */
  Collection<CellResult> furthest() {
    Map<Integer, CellResult> furthest = new TreeMap<>();
    for (CellResult result : results) {
      furthest.merge(
          trial(result), result, (one, other) -> stage(other) > stage(one) ? other : one);
    }
    return furthest.values();
  }

  /** Where the page of a trial's run is; empty where the run is gone. */
  String link(CellResult result) {
    return runs.contains(result.directory()) ? result.directory() + "/report.html" : "";
  }
}

package dev.largo.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be compared.
 *
 * @param runs directories of runs, one or more
 * @param weights only these; empty for all
 * @param windows lengths of windows over the checkpoints
 * @param ensembles whether probabilities are averaged too
 * @param meanOfRuns whether the last checkpoints of the runs are averaged too
 * @param landscape what is asked about the loss around weights
 * @param workers how many evaluate; null for as many as the first run was made with
 */
record CompareRequest(
    List<String> runs,
    List<String> weights,
    List<Integer> windows,
    boolean ensembles,
    boolean meanOfRuns,
    LandscapeRequest landscape,
    @Nullable Integer workers) {
  CompareRequest {
    runs = List.copyOf(runs);
    weights = List.copyOf(weights);
    windows = List.copyOf(windows);
  }

  boolean wants(String kind) {
    return weights.isEmpty() || weights.contains(kind);
  }
}

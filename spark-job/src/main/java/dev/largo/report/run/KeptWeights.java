package dev.largo.report.run;

import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import dev.largo.record.RunDirectory;
import dev.largo.report.weights.FirstFilters;
import dev.largo.report.weights.WeightHistogram;
import dev.largo.train.Checkpoint;
import dev.largo.train.Checkpoints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the kept checkpoints' weights are like.
 *
 * @param histograms of each layer's weights, by its name, of each checkpoint, the oldest first
 * @param filters of the first layer, in the newest checkpoint; null where it is no convolution of
 *     an image
 */
record KeptWeights(Map<String, List<WeightHistogram>> histograms, @Nullable FirstFilters filters) {
  /** Parameters that are read for a page at most, of all checkpoints together. */
  private static final long MOST_PARAMETERS = 50_000_000;

  /** Checkpoints and layers that can be told apart. */
  private static final int CHECKPOINTS = 3;

  private static final int LAYERS = 12;

  KeptWeights {
    // In the order of the network.
    histograms = Collections.unmodifiableMap(new LinkedHashMap<>(histograms));
  }

  /** Of a run without a checkpoint, or too large to be read for a page. */
  static final KeptWeights NONE = new KeptWeights(Map.of(), null);

  /** Reads the checkpoints of a run, spread over those that it has kept. */
  static KeptWeights read(RunDirectory run) throws IOException {
    List<Checkpoint> kept = new Checkpoints(run.path(), run.fileSystem().getConf()).all();
    if (kept.isEmpty()) {
      return NONE;
    }
    Checkpoint newest = kept.get(kept.size() - 1);
    ParameterLayout layout = newest.layout();
    long affordable = MOST_PARAMETERS / layout.size();
    if (affordable == 0) {
      return NONE;
    }
    List<Segment> shown =
        spread(layout.segments().stream().filter(s -> s.role() == Role.WEIGHT).toList(), LAYERS);
    Map<String, List<WeightHistogram>> histograms = new LinkedHashMap<>();
    FirstFilters filters = null;
    for (Checkpoint checkpoint : spread(kept, (int) Math.min(CHECKPOINTS, affordable))) {
      float[] parameters = checkpoint.parameters();
      for (Segment segment : shown) {
        histograms
            .computeIfAbsent(segment.name(), name -> new ArrayList<>())
            .add(WeightHistogram.of(checkpoint.step(), parameters, segment));
      }
      if (checkpoint == newest) {
        filters = FirstFilters.of(checkpoint.step(), parameters, layout).orElse(null);
      }
    }
    return new KeptWeights(histograms, filters);
  }

  /** So many at most, the last one among them. */
  private static <T> List<T> spread(List<T> all, int most) {
    if (all.size() <= most) {
      return all;
    }
    return IntStream.range(0, most)
        .mapToObj(i -> all.get(most == 1 ? all.size() - 1 : i * (all.size() - 1) / (most - 1)))
        .toList();
  }
}

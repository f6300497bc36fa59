package dev.largo.report.run;

import dev.largo.record.RunRecords;
import dev.largo.train.LayerRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What {@code layers.jsonl} says, for each layer over the steps. */
final class LayerCurves {
  /** Cells of a heat map that a browser draws at once, and columns that a reader tells apart. */
  private static final int CELLS = 16_000;

  private static final int MOST_COLUMNS = 240;
  private static final int FEWEST_COLUMNS = 40;

  private final long lastStep;
  private final List<LayerRecord> firstLot = new ArrayList<>();
  private final Map<String, Map<Measure, Buckets>> layers = new LinkedHashMap<>();
  private long width;

  /** What is known of a layer at a step. */
  enum Measure {
    TRUST_RATIO(LayerRecord::trustRatio),
    WEIGHT_NORM(LayerRecord::weightNorm),
    GRADIENT_NORM(LayerRecord::gradientNorm),
    LOCAL_LEARNING_RATE(LayerRecord::localLearningRate),
    UPDATE_RATIO(LayerRecord::updateRatio);

    @SuppressWarnings("ImmutableEnumChecker") // Reads a record.
    private final ToDoubleFunction<LayerRecord> of;

    Measure(ToDoubleFunction<LayerRecord> of) {
      this.of = of;
    }
  }

  private LayerCurves(long lastStep) {
    this.lastStep = lastStep;
  }

  /** Reads the layers of a run through. */
  static LayerCurves read(RunRecords records) throws IOException {
    LayerCurves curves = new LayerCurves(records.lastStep());
    records.layers(curves::add);
    curves.begin();
    return curves;
  }

  private void add(LayerRecord line) {
    if (width > 0) {
      put(line);
    } else if (firstLot.isEmpty() || firstLot.get(0).step() == line.step()) {
      firstLot.add(line);
    } else {
      begin();
      put(line);
    }
  }

  /** The first step tells how many layers there are, and so how many columns can be shown. */
  private void begin() {
    if (width == 0) {
      int columns = CELLS / Math.max(1, firstLot.size());
      columns = Math.max(FEWEST_COLUMNS, Math.min(columns, MOST_COLUMNS));
      width = Buckets.width(lastStep, columns);
      firstLot.forEach(this::put);
      firstLot.clear();
    }
  }

  private void put(LayerRecord line) {
    layers
        .computeIfAbsent(line.layer(), name -> buckets())
        .forEach((measure, buckets) -> buckets.add(line.step(), measure.of.applyAsDouble(line)));
  }

  private Map<Measure, Buckets> buckets() {
    Map<Measure, Buckets> buckets = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      buckets.put(measure, new Buckets(width));
    }
    return buckets;
  }

  /** Steps of a bucket; 1 where all that was recorded is shown. */
  long width() {
    boolean aggregated =
        layers.values().stream()
            .flatMap(measures -> measures.values().stream())
            .anyMatch(Buckets::aggregated);
    return aggregated ? width : 1;
  }

  /** Names, in the order of the network. */
  List<String> names() {
    return List.copyOf(layers.keySet());
  }

  List<Buckets.Bucket> of(String layer, Measure measure) {
    return layers.getOrDefault(layer, Map.of()).getOrDefault(measure, new Buckets(1)).all();
  }
}

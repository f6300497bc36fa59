package dev.largo.report.run;

import dev.largo.record.RunRecords;
import dev.largo.report.run.Buckets.Bucket;
import dev.largo.train.Histogram;
import dev.largo.train.HistogramRecord;
import dev.largo.train.HistogramRecord.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code histograms.jsonl} says, for each kind and layer over the steps. */
final class HistogramCurves {
  /** Columns of a heat map. */
  private static final int MOST_COLUMNS = 40;

  /** Layers of a kind that have a picture each. */
  private static final int MOST_PICTURES = 12;

  /** Nine in ten values are smaller: of ReLUs the median is often 0. */
  private static final double LARGE = 0.9;

  private final long width;
  private final List<HistogramRecord> firstLot = new ArrayList<>();
  private final Map<Kind, Map<String, Curve>> kinds = new EnumMap<>(Kind.class);
  private final Map<Kind, List<String>> pictured = new EnumMap<>(Kind.class);

  /** What is kept of a layer. */
  static final class Curve {
    private final Buckets zeros;
    private final Buckets size;
    private final Map<Long, Column> columns = new TreeMap<>();
    private HistogramRecord last;

    private Curve(long width, HistogramRecord first) {
      zeros = new Buckets(width);
      size = new Buckets(width);
      last = first;
    }

    /** Share of the values that are 0. */
    List<Bucket> zeros() {
      return zeros.all();
    }

    /** The magnitude that one in ten values has or exceeds. */
    List<Bucket> size() {
      return size.all();
    }

    /** Of a layer that has a picture, in the order of steps. */
    List<Column> columns() {
      return List.copyOf(columns.values());
    }

    HistogramRecord last() {
      return last;
    }
  }

  /**
   * The values of some steps together.
   *
   * @param first step
   */
  record Column(long first, long last, Histogram histogram) {
    /** The step in its middle. */
    long middle() {
      return first + (last - first) / 2;
    }

    private Column with(HistogramRecord line) {
      return new Column(first, line.step(), histogram.plus(line.histogram()));
    }
  }

  private HistogramCurves(long lastStep) {
    width = Buckets.width(lastStep, MOST_COLUMNS);
  }

  /** Reads the histograms of a run through. */
  static HistogramCurves read(RunRecords records) throws IOException {
    HistogramCurves curves = new HistogramCurves(records.lastStep());
    records.histograms(curves::add);
    curves.begin();
    return curves;
  }

  private void add(HistogramRecord line) {
    boolean begun = !pictured.isEmpty();
    if (!begun && (firstLot.isEmpty() || firstLot.get(0).step() == line.step())) {
      firstLot.add(line);
    } else {
      begin();
      put(line);
    }
  }

  /** The first step tells which layers there are, and so which can be pictured. */
  private void begin() {
    for (Kind kind : Kind.values()) {
      if (!pictured.containsKey(kind)) {
        List<String> names =
            firstLot.stream()
                .filter(line -> line.kind() == kind)
                .map(HistogramRecord::layer)
                .toList();
        pictured.put(kind, LayerFigures.spread(names, MOST_PICTURES));
      }
    }
    firstLot.forEach(this::put);
    firstLot.clear();
  }

  private void put(HistogramRecord line) {
    Curve curve =
        kinds
            .computeIfAbsent(line.kind(), kind -> new LinkedHashMap<>())
            .computeIfAbsent(line.layer(), name -> new Curve(width, line));
    curve.last = line;
    curve.zeros.add(line.step(), line.histogram().zeroShare());
    curve.size.add(line.step(), line.histogram().magnitude(LARGE));
    if (pictured(line.kind()).contains(line.layer())) {
      long bucket = (line.step() - 1) / width;
      Column before = curve.columns.get(bucket);
      curve.columns.put(
          bucket,
          before == null
              ? new Column(line.step(), line.step(), line.histogram())
              : before.with(line));
    }
  }

  /** Steps of a column; 1 where all that was recorded is shown. */
  long width() {
    boolean aggregated =
        kinds.values().stream()
            .flatMap(layers -> layers.values().stream())
            .anyMatch(curve -> curve.zeros.aggregated());
    return aggregated ? width : 1;
  }

  /** Names of a kind's layers, in the order of the network. */
  List<String> names(Kind kind) {
    return List.copyOf(kinds.getOrDefault(kind, Map.of()).keySet());
  }

  /** Those of them that have a picture. */
  List<String> pictured(Kind kind) {
    return pictured.getOrDefault(kind, List.of());
  }

  /** One that {@link #names} has. */
  Curve of(Kind kind, String layer) {
    Curve curve = kinds.getOrDefault(kind, Map.of()).get(layer);
    if (curve == null) {
      throw new IllegalArgumentException(kind + " of " + layer);
    }
    return curve;
  }
}

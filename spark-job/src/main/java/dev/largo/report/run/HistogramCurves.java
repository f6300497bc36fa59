package dev.largo.report.run;

import static java.util.Objects.requireNonNull;

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

/** What {@code histograms.jsonl} says of one kind of values, for each layer over the steps. */
final class HistogramCurves {
  /** Columns of a heat map. */
  private static final int MOST_COLUMNS = 40;

  /** Layers that have a picture each. */
  private static final int MOST_PICTURES = 12;

  /** Nine in ten values are smaller: of ReLUs the median is often 0. */
  private static final double LARGE = 0.9;

  private final Kind kind;
  private final long width;
  private final List<HistogramRecord> firstLot = new ArrayList<>();
  private final Map<String, Curve> layers = new LinkedHashMap<>();
  private List<String> pictured = List.of();

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

  private HistogramCurves(Kind kind, long lastStep) {
    this.kind = kind;
    width = Buckets.width(lastStep, MOST_COLUMNS);
  }

  /** Reads the histograms of a run through; all kinds, whether there is anything of them or not. */
  static Map<Kind, HistogramCurves> read(RunRecords records) throws IOException {
    long lastStep = records.lastStep();
    Map<Kind, HistogramCurves> kinds = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      kinds.put(kind, new HistogramCurves(kind, lastStep));
    }
    records.histograms(line -> requireNonNull(kinds.get(line.kind())).add(line));
    kinds.values().forEach(HistogramCurves::begin);
    return kinds;
  }

  /** The first step tells which layers there are, and so which can be pictured. */
  private void add(HistogramRecord line) {
    if (layers.isEmpty() && (firstLot.isEmpty() || firstLot.get(0).step() == line.step())) {
      firstLot.add(line);
    } else {
      begin();
      put(line);
    }
  }

  private void begin() {
    if (layers.isEmpty()) {
      pictured = LayerFigures.spread(candidates(), MOST_PICTURES);
      firstLot.forEach(this::put);
      firstLot.clear();
    }
  }

  /** Of segments so many that not all can be pictured, the largest of each layer. */
  private List<String> candidates() {
    boolean all = kind == Kind.ACTIVATION || firstLot.size() <= MOST_PICTURES;
    Map<String, HistogramRecord> largest = new LinkedHashMap<>();
    for (HistogramRecord line : firstLot) {
      String layer = all ? line.layer() : line.layer().replaceFirst("\\.[^.]*$", "");
      largest.merge(layer, line, (a, b) -> b.histogram().count() > a.histogram().count() ? b : a);
    }
    return largest.values().stream().map(HistogramRecord::layer).toList();
  }

  private void put(HistogramRecord line) {
    Curve curve = layers.computeIfAbsent(line.layer(), name -> new Curve(width, line));
    curve.last = line;
    curve.zeros.add(line.step(), line.histogram().zeroShare());
    curve.size.add(line.step(), line.histogram().magnitude(LARGE));
    if (pictured.contains(line.layer())) {
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
    return layers.values().stream().anyMatch(curve -> curve.zeros.aggregated()) ? width : 1;
  }

  /** What is known of the layers, by their names, in the order of the network. */
  Map<String, Curve> layers() {
    return layers;
  }

  /** Names of those that have a picture. */
  List<String> pictured() {
    return pictured;
  }
}

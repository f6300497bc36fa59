package dev.largo.report.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;

/** Puts together what ECharts draws: axes, then series; the same look for every chart. */
public final class Chart {
  /** Told apart on white and on black. */
  private static final List<String> COLORS =
      List.of(
          "#3b78d8", "#d9662b", "#2a9d62", "#b64fc8", "#b58a00", "#1aa3b8", "#d64560", "#7a7f8c",
          "#6f9a1f", "#4b4fa8", "#a0522d", "#e377c2");

  private static final String GREY = "#7a7f8c";

  private static final String CROSS =
      "path://M2,0L5,3L8,0L10,2L7,5L10,8L8,10L5,7L2,10L0,8L3,5L0,2Z";

  /** From little to much, as bright as much: viridis. */
  private static final List<String> SCALE =
      List.of("#440154", "#3b528b", "#21918c", "#5ec962", "#fde725");

  /** Decades that colours span at least. */
  private static final double FLAT = 0.1;

  /** Beside the ends of an axis, as a part of it; of an axis of powers this factor at least. */
  private static final double ROOM = 0.06;

  private static final double LEAST_FACTOR = 1.15;

  private final ObjectNode option = ChartData.JSON.createObjectNode();
  private final ArrayNode series = option.putArray("series");

  private Chart() {
    ArrayNode colors = option.putArray("color");
    COLORS.forEach(colors::add);
    option
        .putObject("grid")
        .put("left", 12)
        .put("right", 24)
        .put("top", 56)
        .put("bottom", 34)
        .put("containLabel", true);
    option.putObject("legend").put("type", "scroll").put("top", 4);
  }

  /** A chart with a tooltip for each of its points. */
  public static Chart ofPoints() {
    Chart chart = new Chart();
    chart.option.putObject("tooltip").put("trigger", "item");
    return chart;
  }

  /** A chart with a tooltip for all lines at once. */
  public static Chart ofLines() {
    Chart chart = new Chart();
    chart.option.putObject("tooltip").put("trigger", "axis");
    chart
        .option
        .putArray("dataZoom")
        .add(
            ChartData.JSON
                .createObjectNode()
                .put("type", "inside")
                .put("xAxisIndex", 0)
                .put("zoomOnMouseWheel", "ctrl"));
    return chart;
  }

  /**
   * An axis of numbers.
   *
   * @param axis {@code xAxis} or {@code yAxis}
   */
  public Chart numbers(String axis, String name) {
    axis(axis, "value", name).put("scale", true);
    return this;
  }

  /** An axis of numbers between two bounds. */
  public Chart numbers(String axis, String name, double least, double most) {
    axis(axis, "value", name).put("min", least).put("max", most);
    return this;
  }

  /**
   * An axis of optimizer steps, with the epochs below them.
   *
   * @param perEpoch steps of an epoch; NaN where that is not known
   */
  public Chart steps(String axis, double perEpoch) {
    return epochs(numbers(axis, ""), axis, perEpoch);
  }

  /** An axis of columns, each from a step to that of the next one. */
  public Chart stepColumns(String axis, List<Long> steps, double perEpoch) {
    return epochs(places(axis, steps.stream().map(String::valueOf).toList()), axis, perEpoch);
  }

  private static Chart epochs(Chart chart, String axis, double perEpoch) {
    ObjectNode node = ((ObjectNode) chart.option.path(axis)).put("largoSteps", true);
    node.put("max", "dataMax");
    if (Double.isFinite(perEpoch) && perEpoch > 0) {
      node.put("name", "step, and epoch").put("nameGap", 40).put("largoPerEpoch", perEpoch);
      ((ObjectNode) chart.option.path("grid")).put("bottom", 18);
    } else {
      node.put("name", "step");
    }
    return chart;
  }

  /** An axis of the powers of ten; what is not above 0 is not drawn. */
  public Chart logarithms(String axis, String name) {
    axis(axis, "log", name);
    return this;
  }

  /**
   * Gives what lies at the ends of an axis of numbers, powers of two or of ten some room.
   *
   * @param least what the axis begins with
   * @param most what it ends with
   */
  public Chart spanning(String axis, double least, double most) {
    ObjectNode node = (ObjectNode) option.path(axis);
    boolean logarithmic = isLogarithmic(axis);
    double room =
        logarithmic
            ? Math.max(LEAST_FACTOR, Math.pow(most / least, ROOM))
            : most > least ? ROOM * (most - least) : 1;
    node.put("min", logarithmic ? least / room : least - room);
    node.put("max", logarithmic ? most * room : most + room);
    node.put("largoOpenEnds", true);
    if (least == Math.rint(least) && most == Math.rint(most) && !logarithmic) {
      node.put("minInterval", 1);
    }
    return this;
  }

  /** An axis of the powers of two. */
  public Chart doublings(String axis, String name) {
    axis(axis, "log", name).put("logBase", 2);
    return this;
  }

  /** An axis of names; on a y axis the first one is on top. */
  public Chart names(String axis, List<String> names) {
    ObjectNode node = axis(axis, "category", "");
    node.put("inverse", axis.equals("yAxis"));
    ArrayNode data = node.putArray("data");
    names.forEach(data::add);
    return this;
  }

  /** An axis of places in their order; on a y axis the first one is at the bottom. */
  public Chart places(String axis, List<String> names) {
    ArrayNode data = axis(axis, "category", "").putArray("data");
    names.forEach(data::add);
    return this;
  }

  /** Says what an axis of names or places is of. */
  public Chart named(String axis, String name) {
    ((ObjectNode) option.path(axis)).put("name", name);
    return this;
  }

  /** Names so many that they are written upright. */
  public Chart slanted(String axis) {
    ((ObjectNode) option.path(axis)).putObject("axisLabel").put("rotate", 60);
    return this;
  }

  /** A line through points (x, y). */
  public Chart line(String name, List<double[]> points) {
    points(add(name, "line").put("symbolSize", 5), points);
    return this;
  }

  /** A line through so many points that they bear no marks. */
  public Chart curve(String name, List<double[]> points) {
    ObjectNode node = add(name, "line").put("symbol", "none");
    node.putObject("lineStyle").put("width", 1.5);
    points(node, points);
    return this;
  }

  /**
   * A band behind the line of the same name: (x, least, most). Bands come before lines, else
   * colours differ.
   */
  public Chart band(String name, List<double[]> points) {
    ObjectNode node = add(name, "custom").put("largoKind", "band").put("silent", true).put("z", 1);
    node.putObject("tooltip").put("show", false);
    node.putObject("encode").put("x", 0).putArray("y").add(1).add(2);
    points(node, points);
    return this;
  }

  /** A line whose area lies on that of the one before it. */
  public Chart area(String name, List<double[]> points) {
    ObjectNode node = add(name, "line").put("symbol", "none").put("stack", "all");
    node.putObject("lineStyle").put("width", 1);
    node.putObject("areaStyle").put("opacity", 0.55);
    points(node, points);
    return this;
  }

  /** Of lines so many that a reader would not see one, only these are shown at first. */
  public Chart showing(List<String> all, List<String> shown) {
    ObjectNode selected = ((ObjectNode) option.path("legend")).putObject("selected");
    all.forEach(name -> selected.put(name, shown.contains(name)));
    return this;
  }

  /** A line through points, broken, without a mark: to hold others against. */
  public Chart guide(String name, List<double[]> points) {
    ObjectNode node = add(name, "line").put("symbol", "none");
    node.putObject("lineStyle").put("type", "dashed").put("width", 1).put("color", GREY);
    node.putObject("itemStyle").put("color", GREY); // The legend's.
    points(node, points);
    return this;
  }

  /** A vertical line, broken, with its name beside it, to hold others against. */
  public Chart mark(String name, double x) {
    ObjectNode axis = (ObjectNode) option.path("xAxis");
    double least = axis.path("min").asDouble(x);
    double most = axis.path("max").asDouble(x);
    if (x < least || x > most) {
      spanning("xAxis", Math.min(x, least), Math.max(x, most));
    }
    ObjectNode node = add(name, "line").put("symbol", "none");
    node.putArray("data");
    node.putObject("itemStyle").put("color", GREY);
    ObjectNode line = node.putObject("markLine").put("silent", true).put("symbol", "none");
    line.putObject("lineStyle").put("type", "dashed").put("color", GREY);
    line.putObject("label").put("formatter", "{a}").put("position", "insideEndTop");
    line.putArray("data").addObject().put("xAxis", x);
    return this;
  }

  /**
   * One thin line of many that share a name and its colour.
   *
   * @param item which one it is
   */
  public Chart thread(String name, String item, List<double[]> points) {
    ObjectNode node = add(name, "line").put("id", item).put("largoKind", "thread");
    node.put("symbolSize", 4);
    node.putObject("lineStyle").put("width", 1).put("opacity", 0.7);
    points(node, points);
    return this;
  }

  /** Dots at (x, y). */
  public Chart dots(String name, List<double[]> points) {
    points(add(name, "scatter").put("symbolSize", 9), points);
    return this;
  }

  /** One dot with its name beside it. */
  public Chart dot(String name, double x, double y) {
    ObjectNode node = add(name, "scatter").put("symbolSize", 9);
    node.putObject("label").put("show", true).put("position", "right").put("formatter", "{a}");
    points(node, List.of(new double[] {x, y}));
    return this;
  }

  /** Intervals: (place on the y axis, least x, most x). */
  public Chart intervals(String name, List<double[]> points) {
    ObjectNode node = add(name, "custom");
    node.putObject("itemStyle").put("color", COLORS.get(0));
    node.putObject("encode").put("y", 0).putArray("x").add(1).add(2);
    points(node, points);
    return this;
  }

  /** A bar a name. */
  public Chart bars(String name, List<Double> heights) {
    ArrayNode data = add(name, "bar").putArray("data");
    heights.forEach(height -> ChartData.number(data, height));
    return this;
  }

  /** A bar a name, each on that of the series before it. */
  public Chart stackedBars(String name, List<Double> heights) {
    bars(name, heights);
    ((ObjectNode) series.get(series.size() - 1)).put("stack", "all").put("barMaxWidth", 60);
    return this;
  }

  /** Crosses at (x, y). */
  public Chart crosses(String name, List<double[]> points) {
    points(add(name, "scatter").put("symbol", CROSS).put("symbolSize", 10), points);
    ((ObjectNode) series.get(series.size() - 1)).putObject("itemStyle").put("color", GREY);
    return this;
  }

  /** Coloured cells: (column, row, value). */
  public Chart cells(String name, List<double[]> cells, double least, double most) {
    points(add(name, "heatmap"), cells);
    option
        .putObject("visualMap")
        .put("seriesIndex", series.size() - 1)
        .put("min", Double.isFinite(least) ? least : 0)
        .put("max", most)
        .put("calculable", true)
        .put("orient", "horizontal")
        .put("left", "center")
        .put("top", 0)
        .put("precision", 3);
    ((ObjectNode) option.path("legend")).put("show", false);
    return this;
  }

  /** The cells of the last series say what they hold. */
  public Chart labelled() {
    ((ObjectNode) series.get(series.size() - 1)).putObject("label").put("show", true);
    return this;
  }

  /** Cells coloured by the logarithm of what they hold: (column, row, value above 0). */
  public Chart logarithmicCells(String name, List<double[]> cells) {
    List<double[]> logarithms =
        cells.stream().map(cell -> new double[] {cell[0], cell[1], Math.log10(cell[2])}).toList();
    double[] finite =
        logarithms.stream().mapToDouble(cell -> cell[2]).filter(Double::isFinite).toArray();
    double least = Arrays.stream(finite).min().orElse(0);
    double most = Arrays.stream(finite).max().orElse(1);
    cells(name, logarithms, least, Math.max(most, least + FLAT));
    brightness().put("largoLogarithm", true);
    return this;
  }

  /** Cells coloured by the share that they hold: (column, row, 0 to 1). */
  public Chart shareCells(String name, List<double[]> cells) {
    cells(name, cells, 0, 1);
    ObjectNode unused = brightness();
    return this;
  }

  private ObjectNode brightness() {
    ((ObjectNode) option.path("grid")).put("top", 66);
    ObjectNode colors = (ObjectNode) option.path("visualMap");
    ArrayNode scale = colors.putObject("inRange").putArray("color");
    SCALE.forEach(scale::add);
    return colors;
  }

  /** The figure. */
  public Block.Figure figure(String title, String caption, int height) {
    return new Block.Figure(title, caption, option, height);
  }

  private ObjectNode axis(String axis, String type, String name) {
    ObjectNode node = option.putObject(axis).put("type", type).put("name", name);
    if (axis.equals("xAxis")) {
      return node.put("nameLocation", "middle").put("nameGap", 26);
    }
    node.putObject("nameTextStyle").put("align", "left");
    if (!type.equals("category")) {
      node.putObject("axisLine").put("onZero", false);
    }
    return node;
  }

  ObjectNode add(String name, String type) {
    return series.addObject().put("name", name).put("type", type);
  }

  /** What is not above 0 has no place on an axis of logarithms. */
  void points(ObjectNode node, List<double[]> points) {
    ChartData.points(node, points, isLogarithmic("xAxis"), isLogarithmic("yAxis"));
  }

  private boolean isLogarithmic(String axis) {
    return option.path(axis).path("type").asText().equals("log");
  }
}

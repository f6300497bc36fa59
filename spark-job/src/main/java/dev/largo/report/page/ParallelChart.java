package dev.largo.report.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;

/** Parallel coordinates: a line for each item, through its value on each of several axes. */
public final class ParallelChart {
  /** From little to much; seen on white and on black. */
  private static final List<String> COLORS = List.of("#a3a9b5", "#d9a02b", "#d9482b");

  private final ObjectNode option = ChartData.JSON.createObjectNode();
  private final ArrayNode axes = option.putArray("parallelAxis");
  private final ArrayNode data;

  /** A chart without an axis. */
  public ParallelChart() {
    option.putObject("tooltip").put("trigger", "item");
    option.putObject("legend").put("show", false);
    option.putObject("parallel").put("left", 50).put("right", 70).put("top", 70).put("bottom", 30);
    ObjectNode series = option.putArray("series").addObject().put("type", "parallel");
    series.put("name", "").put("smooth", false);
    series.putObject("lineStyle").put("width", 1.5).put("opacity", 0.6);
    series.putObject("emphasis").putObject("lineStyle").put("width", 3).put("opacity", 1);
    data = series.putArray("data");
  }

  /** An axis of numbers. */
  public ParallelChart numbers(String name) {
    axis(name, "value").put("scale", true);
    return this;
  }

  /** An axis of the powers of ten. */
  public ParallelChart logarithms(String name) {
    axis(name, "log");
    return this;
  }

  /** An axis of names; a line's value there is the place of its name, from 0. */
  public ParallelChart names(String name, List<String> names) {
    ArrayNode values = axis(name, "category").putArray("data");
    names.forEach(values::add);
    return this;
  }

  /** A line with a value for each axis. */
  public ParallelChart line(String name, double[] values) {
    ArrayNode numbers = data.addObject().put("name", name).putArray("value");
    Arrays.stream(values).forEach(value -> ChartData.number(numbers, value));
    return this;
  }

  /** Colours the lines by their values on the last axis. */
  public ParallelChart coloured(double least, double most) {
    ArrayNode colors = ChartData.JSON.createArrayNode();
    COLORS.forEach(colors::add);
    option
        .putObject("visualMap")
        .put("show", false)
        .put("dimension", axes.size() - 1)
        .put("min", least)
        .put("max", Math.max(most, least + 1e-9))
        .putObject("inRange")
        .set("color", colors);
    return this;
  }

  /** The figure. */
  public Block.Figure figure(String title, String caption, int height) {
    return new Block.Figure(title, caption, option, height);
  }

  private ObjectNode axis(String name, String type) {
    return axes.addObject().put("dim", axes.size() - 1).put("name", name).put("type", type);
  }
}

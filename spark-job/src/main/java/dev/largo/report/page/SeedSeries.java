package dev.largo.report.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What was measured several times at each place of the x axis, all in one colour and under one name
 * of the legend: means, whiskers from the least to the most, and single measurements. The chart's
 * axes come first.
 */
public final class SeedSeries {
  private final Chart chart;
  private final String name;
  private final String x;
  private final String y;

  /**
   * Series of a chart.
   *
   * @param x what the x axis is of, for tooltips
   * @param y what the y axis is of
   */
  public SeedSeries(Chart chart, String name, String x, String y) {
    this.chart = chart;
    this.name = name;
    this.x = x;
    this.y = y;
  }

  /** A line through means (x, mean). */
  public SeedSeries means(List<double[]> points) {
    ObjectNode node = add("line").put("symbol", "circle").put("symbolSize", 7).put("z", 3);
    dimensions(node, x, y);
    chart.points(node, points);
    return this;
  }

  /** Means (x, mean) at places that are not in an order. */
  public SeedSeries unconnected(List<double[]> points) {
    ObjectNode node = add("scatter").put("symbolSize", 9).put("z", 3);
    dimensions(node, x, y);
    chart.points(node, points);
    return this;
  }

  /** Whiskers (x, least, most). */
  public SeedSeries whiskers(List<double[]> points) {
    ObjectNode node = add("custom").put("largoKind", "whiskers").put("z", 2);
    node.putObject("encode").put("x", 0).putArray("y").add(1).add(2);
    dimensions(node, x, "least", "most");
    chart.points(node, points);
    return this;
  }

  /** Single measurements (x, y), faint. */
  public SeedSeries singles(List<double[]> points) {
    ObjectNode node = add("scatter").put("symbolSize", 5).put("z", 2);
    node.putObject("itemStyle").put("opacity", 0.35);
    dimensions(node, x, y);
    chart.points(node, points);
    return this;
  }

  /**
   * Crosses at the bottom of the chart for what has no y: (x, row from the bottom, how many, of how
   * many).
   *
   * @param what became of them, in a word or two
   */
  public SeedSeries lost(String what, List<double[]> points) {
    ObjectNode node = add("custom").put("largoKind", "lost").put("largoLost", what).put("z", 4);
    node.putObject("encode").put("x", 0).put("y", -1); // None.
    ChartData.points(node, points);
    return this;
  }

  private ObjectNode add(String type) {
    return chart.add(name, type);
  }

  private static void dimensions(ObjectNode node, String... names) {
    ArrayNode dimensions = node.putArray("dimensions");
    for (String dimension : names) {
      dimensions.add(dimension);
    }
  }
}

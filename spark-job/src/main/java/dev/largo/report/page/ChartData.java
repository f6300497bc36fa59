package dev.largo.report.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** Numbers as a chart takes them. */
final class ChartData {
  static final ObjectMapper JSON = new ObjectMapper();

  /** More than a pixel can show, less than doubles take. */
  private static final MathContext DIGITS = new MathContext(5);

  private ChartData() {}

  /** Puts points into a series. */
  static void points(ObjectNode series, List<double[]> points) {
    points(series, points, false, false);
  }

  /**
   * Puts points into a series.
   *
   * @param logarithmicX whether the first number of a point has to be above 0
   * @param logarithmicY whether the others have to; a gap where they are not
   */
  static void points(
      ObjectNode series, List<double[]> points, boolean logarithmicX, boolean logarithmicY) {
    ArrayNode data = series.putArray("data");
    for (double[] point : points) {
      ArrayNode values = data.addArray();
      for (int i = 0; i < point.length; i++) {
        boolean logarithmic = i == 0 ? logarithmicX : logarithmicY;
        number(values, logarithmic && point[i] <= 0 ? Double.NaN : point[i]);
      }
    }
  }

  /** JSON has no word for what is not finite; a chart leaves a gap. */
  static void number(ArrayNode data, double value) {
    if (value == Math.rint(value) && Math.abs(value) < Integer.MAX_VALUE) {
      data.add((int) value);
    } else if (Double.isFinite(value)) {
      data.add(new BigDecimal(value, DIGITS).doubleValue());
    } else {
      data.addNull();
    }
  }
}

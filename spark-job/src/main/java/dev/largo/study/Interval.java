package dev.largo.study;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;

/**
 * Numbers between two, both included; those that are not whole have four significant digits, so
 * that a configuration says all there is to say.
 *
 * @param logarithmic whether logarithms, not the numbers themselves, are evenly spread
 * @param whole whether only whole numbers are drawn
 */
record Interval(double low, double high, boolean logarithmic, boolean whole)
    implements Distribution {
  private static final MathContext DIGITS = new MathContext(4);

  /** So near to an end, as a part of the range, the best value may well lie beyond it. */
  private static final double EDGE = 0.05;

  @Override
  public Object draw(double u) {
    if (whole) {
      // The ends take as much room as the others.
      double from = scaled(low - 0.5);
      double number = unscaled(from + u * (scaled(high + 0.5) - from));
      return (long) Math.max(low, Math.min(high, Math.rint(number)));
    }
    double number = unscaled(scaled(low) + u * (scaled(high) - scaled(low)));
    return Math.max(low, Math.min(high, new BigDecimal(number).round(DIGITS).doubleValue()));
  }

  @Override
  public List<Object> ends() {
    return List.of(draw(0), draw(Math.nextDown(1.0)));
  }

  @Override
  public Interval narrowed(List<Object> survivors, double share) {
    double from = scaled(low);
    double to = scaled(high);
    double least = survivors.stream().mapToDouble(this::scaled).min().orElse(from);
    double most = survivors.stream().mapToDouble(this::scaled).max().orElse(to);
    double width = Math.max(most - least, share * (to - from));
    double start = Math.max(from, Math.min(to - width, (least + most - width) / 2));
    double newLow = unscaled(start);
    double newHigh = unscaled(start + width);
    return new Interval(
        Math.max(low, whole ? Math.floor(newLow) : newLow),
        Math.min(high, whole ? Math.ceil(newHigh) : newHigh),
        logarithmic,
        whole);
  }

  @Override
  public Optional<String> edge(Object value) {
    double range = scaled(high) - scaled(low);
    double position = range == 0 ? 0.5 : (scaled(value) - scaled(low)) / range;
    if (position <= EDGE) {
      return Optional.of("the lower end of its range, " + CellNames.shown(low));
    }
    return position >= 1 - EDGE
        ? Optional.of("the upper end of its range, " + CellNames.shown(high))
        : Optional.empty();
  }

  private double scaled(Object value) {
    return scaled(((Number) value).doubleValue());
  }

  private double scaled(double number) {
    return logarithmic ? Math.log(number) : number;
  }

  private double unscaled(double number) {
    return logarithmic ? Math.exp(number) : number;
  }
}

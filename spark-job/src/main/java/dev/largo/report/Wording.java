package dev.largo.report;

import dev.largo.train.EvaluationRecord;
import dev.largo.train.RefinementRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/** How figures are put in words, the same on every console and page. */
public final class Wording {
  /** An epoch's end can fall this much beside the whole number. */
  static final double ROUNDING = 1e-6;

  /** Numbers that take more room than that have an exponent, where it makes them shorter. */
  private static final int LONG = 7;

  private Wording() {}

  /** The epoch that is going on, counted from 1, of all. */
  static String epoch(double passed, int epochs) {
    int current = (int) Math.ceil(passed - ROUNDING);
    return "epoch " + Math.max(1, Math.min(current, epochs)) + "/" + epochs;
  }

  static String step(long step, long steps) {
    return "step " + step + "/" + steps;
  }

  static String loss(double loss) {
    return "loss " + number("%.4f", loss);
  }

  /** What keeps the training waiting. */
  static String bottleneck(double waited, double total, String stage) {
    return "waiting for data " + number("%.0f", 100 * waited / total) + " %: " + stage;
  }

  static String speed(double imagesPerSecond) {
    return number("%.0f", imagesPerSecond) + " images/s";
  }

  /** Hours, minutes and seconds, such as {@code 1:02:03}; without hours where there are none. */
  public static String time(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    String rest = String.format(Locale.ROOT, "%02d:%02d", seconds / 60 % 60, seconds % 60);
    return seconds < 3600 ? rest : seconds / 3600 + ":" + rest;
  }

  static String evaluation(EvaluationRecord evaluation) {
    return "validation, "
        + evaluation.weights()
        + ": top-1 "
        + number("%.4f", evaluation.top1())
        + "  top-5 "
        + number("%.4f", evaluation.top5())
        + "  "
        + loss(evaluation.loss());
  }

  static String refinement(RefinementRecord refinement) {
    return String.join(
        "  ",
        "replica " + refinement.replica() + "/" + refinement.replicas(),
        "epoch " + refinement.epoch() + "/" + refinement.epochs(),
        step(refinement.step(), refinement.steps()),
        loss(refinement.loss()),
        "training top-1 " + number("%.4f", refinement.top1()),
        speed(refinement.imagesPerSecond()));
  }

  /** A key's value: a number as short as it can be, anything else as it is. */
  public static String value(Object value) {
    if (!(value instanceof Number)) {
      return String.valueOf(value);
    }
    BigDecimal number = new BigDecimal(String.valueOf(value)).stripTrailingZeros();
    String plain = number.toPlainString();
    BigDecimal digits = new BigDecimal(number.unscaledValue(), number.precision() - 1);
    String scientific = digits + "e" + (number.precision() - number.scale() - 1);
    return plain.length() <= Math.max(LONG, scientific.length()) ? plain : scientific;
  }

  /** A figure that is not finite is a dash. */
  public static String number(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "-";
  }
}

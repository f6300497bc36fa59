package dev.largo.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An interval, written {@code "1 epoch"}, {@code "0.5 epochs"} or {@code "100 steps"}.
 *
 * @param count above 0 and finite; whole where the unit is steps
 */
public record Every(double count, Unit unit) {
  private static final Pattern TEXT =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s+(step|epoch)s?", Pattern.CASE_INSENSITIVE);

  /** What is counted. */
  public enum Unit {
    STEPS,
    EPOCHS
  }

  public Every {
    if (!(count > 0) || Double.isInfinite(count)) {
      throw new IllegalArgumentException("an interval must be above 0: " + count);
    }
    if (unit == Unit.STEPS && count != Math.rint(count)) {
      throw new IllegalArgumentException("an interval in steps must be whole: " + count);
    }
  }

  /**
   * Reads what {@link #text} writes.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static Every parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not an interval: " + text);
    }
    boolean steps = matcher.group(2).toLowerCase(Locale.ROOT).equals("step");
    return new Every(Double.parseDouble(matcher.group(1)), steps ? Unit.STEPS : Unit.EPOCHS);
  }

  /** The interval as it stands in a configuration, such as {@code 100 steps}. */
  public String text() {
    String number = new BigDecimal(Double.toString(count)).stripTrailingZeros().toPlainString();
    String word = unit == Unit.STEPS ? "step" : "epoch";
    return number + " " + word + (count == 1 ? "" : "s");
  }

  /** The interval in optimizer steps, at least 1. */
  public long steps(long stepsPerEpoch) {
    return switch (unit) {
      case STEPS -> (long) count;
      case EPOCHS -> Math.max(1, Math.round(count * stepsPerEpoch));
    };
  }
}

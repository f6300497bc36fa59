package dev.largo.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a training step takes beyond its samples and their gradients.
 *
 * @param parts seconds of each part, in the order in which a step has them
 * @param all seconds of all together
 */
public record StepOverhead(Map<String, Spread> parts, Spread all) {
  private static final String ALL = "all of it";

  /** An overhead whose parts keep their order. */
  public StepOverhead(Map<String, Spread> parts, Spread all) {
    this.parts = new LinkedHashMap<>(parts);
    this.all = all;
  }

  /**
   * A line a part, and one for all.
   *
   * @param gradientSeconds what the gradients of a step take; 0 where that is not known
   */
  public List<String> lines(double gradientSeconds) {
    List<String> lines = new ArrayList<>();
    double step = gradientSeconds + all.median();
    parts.forEach((name, seconds) -> lines.add(line(name, seconds, gradientSeconds, step)));
    lines.add(line(ALL, all, gradientSeconds, step));
    return lines;
  }

  private static String line(String name, Spread seconds, double gradients, double step) {
    String share =
        gradients == 0
            ? ""
            : String.format(Locale.ROOT, "%6.2f %% of a step", 100 * seconds.median() / step);
    return String.format(
            Locale.ROOT,
            "    %-36s %10.3f  %-21s %s",
            name,
            1e3 * seconds.median(),
            String.format(Locale.ROOT, "(%.3f-%.3f)", 1e3 * seconds.lower(), 1e3 * seconds.upper()),
            share)
        .stripTrailing();
  }
}

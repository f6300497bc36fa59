package dev.largo.bench;

import java.util.Locale;

/**
 * How long one way of adding up the processes' vectors took.
 *
 * @param name the way
 * @param seconds of a round, which is its slowest process'
 * @param sentBytes what a process sends in a round, on average; 0 where that is not known
 */
public record CollectiveRow(String name, Spread seconds, long sentBytes) {
  private static final int NAME_WIDTH = 34;

  /** The line over the rows of one vector. */
  public static String header(int floats) {
    return String.format(
        Locale.ROOT,
        "  %-" + NAME_WIDTH + "s %10s  %-21s %7s %10s",
        String.format(Locale.ROOT, "%,d floats, %.1f MB", floats, bytes(floats) / 1e6),
        "ms",
        "(quartiles)",
        "GB/s",
        "MB sent");
  }

  /** The row: GB/s are of the vector, whatever travels. */
  public String line(int floats) {
    return String.format(
            Locale.ROOT,
            "    %-" + (NAME_WIDTH - 2) + "s %10.3f  %-21s %7.3f %10s",
            name,
            1e3 * seconds.median(),
            String.format(Locale.ROOT, "(%.3f-%.3f)", 1e3 * seconds.lower(), 1e3 * seconds.upper()),
            bytes(floats) / 1e9 / seconds.median(),
            sentBytes == 0 ? "" : String.format(Locale.ROOT, "%.1f", sentBytes / 1e6))
        .stripTrailing();
  }

  private static double bytes(int floats) {
    return (double) Float.BYTES * floats;
  }
}

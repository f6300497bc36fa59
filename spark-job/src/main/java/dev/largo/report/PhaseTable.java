package dev.largo.report;

import dev.largo.record.PhaseRecord;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What each of SWAP's phases took and came to; the replicas, which have rows above, as one. */
public final class PhaseTable {
  private static final Map<String, String> NAMES =
      Map.of(
          "large-batch", "large batch", "refinement", "replicas, mean", "average", "their average");

  private PhaseTable() {}

  /** Prints a line a phase. */
  public static void print(PrintStream out, List<PhaseRecord> phases) {
    out.println(line("phase", "steps", "seconds", "train", "top-1"));
    for (PhaseRecord phase : phases) {
      String name = NAMES.get(phase.phase());
      if (name != null) {
        out.println(
            line(
                name,
                String.valueOf(phase.steps()),
                Wording.number("%.1f", phase.seconds()),
                Wording.number("%.4f", phase.trainTop1()),
                Wording.number("%.4f", phase.top1())));
      }
    }
  }

  private static String line(String name, String steps, String seconds, String train, String top1) {
    return String.format(Locale.ROOT, "%-16s%9s%9s%9s%9s", name, steps, seconds, train, top1);
  }
}

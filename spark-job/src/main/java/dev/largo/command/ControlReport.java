package dev.largo.command;

import dev.largo.bench.Machine;
import dev.largo.bench.Spread;
import dev.largo.spark.bench.control.ControlLoad;
import dev.largo.spark.bench.control.ControlResult;
import dev.largo.spark.bench.control.ControlResult.Times;
import java.io.PrintStream;
import java.util.Locale;

/** Prints what workers ask of a driver, as it is found. */
final class ControlReport {
  private static final double MEBIBYTE = 1 << 20;

  private final PrintStream out;

  ControlReport(PrintStream out) {
    this.out = out;
  }

  void head(ControlLoad load, int processes, int seconds) {
    out.println(Machine.describe());
    out.printf(
        Locale.ROOT,
        "%d simulated workers in %d processes; %s steps/s, %d layers every tenth; a checkpoint every %d s;"
            + " rates over %d rounds of a second%n",
        load.ranks(),
        processes,
        load.stepsPerSecond(),
        load.layers(),
        load.checkpointEvery().toSeconds(),
        seconds);
    out.printf(Locale.ROOT, "  %-46s %10s  %-21s %9s%n", "", "median", "(quartiles)", "most");
  }

  void live(ControlResult result) {
    rate("messages to the driver, a second", result.messages(), 1);
    rate("kB to the driver, a second", result.received(), 1e-3);
    rate("kB of its answers, a second", result.sent(), 1e-3);
    rate("driver: cores in use", result.cores(), 1);
    rate("driver: cores in use without workers", result.idleCores(), 1);
    line("driver: CPU seconds until all had joined", result.joinCpu());
    line("driver: heap after a collection, MiB", result.heap() / MEBIBYTE);
    line("driver: the same without workers", result.idleHeap() / MEBIBYTE);
    line("driver: threads", result.threads());
    line("driver: threads without workers", result.idleThreads());
    times("all joined, s", result.joined(), 1);
    times("a heartbeat answered, ms", result.heartbeats(), 1e3);
    times("a step's record told, ms: all a step waits", result.steps(), 1e3);
    times("a wish to stop heard, s", result.stopped(), 1);
    line("all left, s", result.left());
    out.printf(
        Locale.ROOT,
        "  nothing lost: all %,d messages came and were answered, all %,d steps were recorded in order%n",
        result.messagesTaken(),
        result.recordedSteps());
  }

  void loss(ControlResult.Loss loss, ControlLoad load) {
    out.printf(
        Locale.ROOT,
        "  worker %d died: missed %.1f s after its last heartbeat (heartbeat timeout %d s); %d others called"
            + " off after %.2f s (%.2f-%.2f), the last after %.2f s%n",
        loss.rank(),
        loss.noticed(),
        load.heartbeatTimeout().toSeconds(),
        loss.others(),
        loss.told().spread().median(),
        loss.told().spread().lower(),
        loss.told().spread().upper(),
        loss.told().longest());
  }

  private void rate(String name, Spread spread, double unit) {
    out.println(shown(name, spread, unit));
  }

  private void times(String name, Times times, double unit) {
    out.printf(
        Locale.ROOT, "%s %9s%n", shown(name, times.spread(), unit), number(unit * times.longest()));
  }

  private void line(String name, double value) {
    out.printf(Locale.ROOT, "  %-46s %10s%n", name, number(value));
  }

  private static String shown(String name, Spread spread, double unit) {
    return String.format(
        Locale.ROOT,
        "  %-46s %10s  %-21s",
        name,
        number(spread.median() * unit),
        "(" + number(spread.lower() * unit) + "-" + number(spread.upper() * unit) + ")");
  }

  /** As many digits as say something. */
  private static String number(double value) {
    String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }
}

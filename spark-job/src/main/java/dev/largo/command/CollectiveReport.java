package dev.largo.command;

import dev.largo.bench.CollectiveRow;
import dev.largo.bench.Machine;
import dev.largo.bench.StepOverhead;
import dev.largo.bench.Workload;
import dev.largo.config.WireFormat;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.spark.bench.CollectiveBench;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Measures on one cluster, and prints what it finds as it finds it. */
final class CollectiveReport {
  private final PrintStream out;
  private final CollectiveBench bench;

  CollectiveReport(PrintStream out, CollectiveBench bench) {
    this.out = out;
    this.bench = bench;
  }

  void head(int processes, int rounds) {
    out.println(Machine.describe());
    out.printf(
        Locale.ROOT,
        "%d processes on %s; %d rounds in blocks of five, in turn; a round takes as long as its"
            + " slowest process; GB/s: the vector's bytes%n",
        processes,
        String.join(", ", bench.hosts()),
        rounds);
  }

  void allReduce(List<Integer> floats, List<WireFormat> wires) {
    for (int length : floats) {
      List<CollectiveRow> rows = bench.allReduce(length, wires);
      out.println(CollectiveRow.header(length));
      rows.forEach(row -> out.println(row.line(length)));
    }
  }

  /**
   * Steps of a network without its gradients.
   *
   * @param imagesPerSecond gradients of all processes; 0 where that is not known
   */
  void step(Workload workload, ParameterLayout layout, int globalBatch, double imagesPerSecond) {
    bench
        .step(layout, globalBatch / workload.samples())
        .forEach(
            (route, overhead) -> {
              out.printf(
                  Locale.ROOT,
                  "  a step beyond its samples and gradients, %s: %s, %,d parameters, LARS,"
                      + " global batch %d%s%n",
                  route,
                  workload,
                  layout.size(),
                  globalBatch,
                  gradients(globalBatch, imagesPerSecond));
              print(overhead, imagesPerSecond == 0 ? 0 : globalBatch / imagesPerSecond);
            });
    out.println();
  }

  private static String gradients(int globalBatch, double imagesPerSecond) {
    return imagesPerSecond == 0
        ? ""
        : String.format(
            Locale.ROOT,
            ", whose gradients take %.1f s at %.1f images/s",
            globalBatch / imagesPerSecond,
            imagesPerSecond);
  }

  private void print(StepOverhead overhead, double gradientSeconds) {
    overhead.lines(gradientSeconds).forEach(out::println);
  }
}

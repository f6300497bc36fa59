package dev.largo.command;

import dev.largo.bench.Contender;
import dev.largo.bench.EngineBench;
import dev.largo.bench.Machine;
import dev.largo.bench.Spread;
import dev.largo.bench.Workload;
import dev.largo.engine.onednn.StepTime;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code largo bench engine}: gradients a second. */
@Command(
    name = "engine",
    description = {
      "Images/s of gradient computation, by Deeplearning4j as it comes, with its oneDNN layers on, and"
          + " by Largo's compiled engine; then where its time goes."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {"", "Example: largo bench engine --networks resnet-20 --rounds 7"})
final class EngineBenchCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--networks",
      paramLabel = "NAME",
      split = ",",
      description = "Networks: lenet, resnet-20, resnet-18 (64x64), resnet-50 (224x224).")
  List<String> networks = List.of("lenet", "resnet-20", "resnet-18", "resnet-50");

  @Option(names = "--rounds", paramLabel = "N", description = "Measurements of each engine.")
  int rounds = 5;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Least time of a measurement, in which whole steps are made.")
  double seconds = 3;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description = "One-thread replicas at once, beside one alone; 0 for one a core.")
  int replicas = 0;

  @Option(
      names = "--engines",
      paramLabel = "NAME",
      split = ",",
      description = "Engines: stock (Deeplearning4j as it comes), dl4j, onednn.")
  List<String> engines = List.of("stock", "dl4j", "onednn");

  EngineBenchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (rounds < 1 || replicas < 0 || !(seconds >= 0)) {
      throw new RequestException("bench: rounds from 1, replicas and seconds from 0 on");
    }
    List<Contender> contenders = engines.stream().map(EngineBenchCommand::contender).toList();
    List<Workload> workloads = networks.stream().map(name -> workload("--networks", name)).toList();
    int cores = Runtime.getRuntime().availableProcessors();
    PrintStream out = console.out();
    out.printf(
        Locale.ROOT,
        "%s; %d rounds of at least %.1f s, engines in turn; images/s: median" + " (quartiles)%n",
        Machine.describe(),
        rounds,
        seconds);
    for (Workload workload : workloads) {
      EngineBench bench = new EngineBench(workload);
      out.println();
      out.println(workload);
      for (int count : new TreeSet<>(Arrays.asList(1, replicas == 0 ? cores : replicas))) {
        table(out, bench.measure(contenders, count, rounds, seconds), count);
      }
      if (contenders.contains(Contender.ONEDNN)) {
        breakdown(out, workload, bench.breakdown(rounds));
      }
    }
    return ExitStatus.DONE;
  }

  private static void table(PrintStream out, Map<Contender, Spread> found, int replicas) {
    out.printf("  %d one-thread replica%s%n", replicas, replicas == 1 ? "" : "s at once");
    double slowest = found.values().stream().mapToDouble(Spread::median).min().orElse(Double.NaN);
    found.forEach(
        (contender, speed) ->
            out.printf(
                Locale.ROOT,
                "    %-18s %9.1f (%.1f - %.1f)   x %.2f%n",
                contender,
                speed.median(),
                speed.lower(),
                speed.upper(),
                speed.median() / slowest));
  }

  /** Times of a step by what is done, the longest first. */
  private static void breakdown(PrintStream out, Workload workload, List<StepTime> times) {
    Map<String, Double> byKind = new LinkedHashMap<>();
    double all = 0;
    for (StepTime time : times) {
      byKind.merge(time.kind() + " [" + time.implementation() + "]", time.seconds(), Double::sum);
      all += time.seconds();
    }
    double total = all;
    out.printf(
        Locale.ROOT,
        "  onednn, one thread, undisturbed: %.1f ms a step, %.1f images/s%n",
        1000 * total,
        workload.samples() / total);
    byKind.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
        .forEach(
            e ->
                out.printf(
                    Locale.ROOT,
                    "    %8.2f ms %5.1f %%  %s%n",
                    1000 * e.getValue(),
                    100 * e.getValue() / total,
                    e.getKey()));
  }

  private static Contender contender(String name) {
    return switch (name) {
      case "stock" -> Contender.DL4J_AS_IT_COMES;
      case "dl4j" -> Contender.DL4J;
      case "onednn" -> Contender.ONEDNN;
      default ->
          throw new RequestException(
              "--engines: none is called " + name + "; the names are stock, dl4j, onednn");
    };
  }

  /**
   * A network by its name.
   *
   * @param option the one that names it
   */
  static Workload workload(String option, String network) {
    try {
      return Workload.of(network);
    } catch (IllegalArgumentException e) {
      throw new RequestException(option + ": " + e.getMessage());
    }
  }
}

package dev.largo.command;

import static java.util.stream.Collectors.joining;

import dev.largo.bench.Workload;
import dev.largo.config.ModelConfig;
import dev.largo.config.WireFormat;
import dev.largo.model.ModelException;
import dev.largo.model.Networks;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.spark.ExecutorWatch;
import dev.largo.spark.bench.CollectiveBench;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code largo bench collective}: adding up gradients over processes. */
@Command(
    name = "collective",
    description = {
      "All-reduce (reduce-scatter + all-gather) by processes that each hold a vector of float32: over"
          + " TCP, through shared memory, with either wire format, by Spark's own treeAggregate +"
          + " broadcast, and a memory copy as the limit. Then what a training step takes beyond its"
          + " samples and their gradients.",
      "Without --master, Spark executors are started on this machine, over loopback; on a cluster,"
          + " give each executor one core."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {"", "Example: largo bench collective --processes 2 --floats 272474"})
final class CollectiveBenchCommand implements Callable<Integer> {
  private static final int GLOBAL_BATCH = 256;
  private static final int MOST_PROCESSES = 32;
  private static final int MOST_FLOATS = 1 << 28;
  private static final int RESNET_50 = 25_557_032;
  private static final String MEASURED_NETWORK = "resnet-50";

  /** Images/s of two one-thread replicas of that network, as decision 4 has them. */
  private static final double MEASURED_IMAGES = 4.9;

  /** Held at the same time by a process, at most. */
  private static final int VECTORS = 12;

  private final Console console;

  @Option(
      names = "--processes",
      paramLabel = "N",
      split = ",",
      description = "Numbers of processes, 2 to " + MOST_PROCESSES + ".")
  List<Integer> processes = List.of(2, 4);

  @Option(
      names = "--floats",
      paramLabel = "N",
      split = ",",
      description = "Lengths of the vector; those of ResNet-50 and ResNet-20 are the default.")
  List<Integer> floats = List.of(RESNET_50, 272_474);

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Measurements of each way, in blocks of five in turn.")
  int rounds = 15;

  @Option(
      names = "--wires",
      paramLabel = "FORMAT",
      split = ",",
      description = "Formats in which numbers travel: fp32, fp16.")
  List<String> wires = List.of("fp32", "fp16");

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description =
          "Whose steps to make: lenet, resnet-20, resnet-18 (64x64), resnet-50 (224x224).")
  String network = MEASURED_NETWORK;

  @Option(
      names = "--images-per-second",
      paramLabel = "X",
      description =
          "What all processes compute of that network, as largo bench engine tells, for the share of a"
              + " step. Default for resnet-50: "
              + MEASURED_IMAGES
              + ", measured with two threads on another day or machine.")
  @Nullable Double imagesPerSecond;

  CollectiveBenchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ModelException {
    List<WireFormat> formats = wires.stream().map(CollectiveBenchCommand::format).toList();
    requireRanges();
    Workload workload = EngineBenchCommand.workload("--network", network);
    int microBatches = GLOBAL_BATCH / workload.samples();
    for (int count : processes) {
      require(
          count >= 2 && count <= Math.min(MOST_PROCESSES, microBatches),
          "--processes %d: not from 2 to %d, of which each has one of the step's micro-batches",
          count,
          Math.min(MOST_PROCESSES, microBatches));
    }
    String master = SparkContexts.givenMaster();
    if (master.isEmpty()) {
      return startProcesses();
    }
    require(
        !WorldSize.isEmbedded(master),
        "spark.master = %s: has no processes of its own; leave it out, or name a cluster",
        master);
    ParameterLayout layout = layout(workload);
    for (int count : processes) {
      measure(master, count, formats, workload, layout);
    }
    return ExitStatus.DONE;
  }

  private void requireRanges() {
    for (int length : floats) {
      require(
          length >= 1 && length <= MOST_FLOATS,
          "--floats %d: not from 1 to %d",
          length,
          MOST_FLOATS);
    }
    require(rounds >= 1, "--rounds %d: not 1 or more", rounds);
    require(
        imagesPerSecond == null || (imagesPerSecond > 0 && Double.isFinite(imagesPerSecond)),
        "--images-per-second %s: not above 0",
        imagesPerSecond);
  }

  private static void require(boolean fits, String message, @Nullable Object... arguments) {
    if (!fits) {
      throw new RequestException(String.format(Locale.ROOT, message, arguments));
    }
  }

  private static WireFormat format(String name) {
    return switch (name) {
      case "fp32" -> WireFormat.FP32;
      case "fp16" -> WireFormat.FP16;
      default ->
          throw new RequestException(
              "--wires: none is called " + name + "; the names are fp32, fp16");
    };
  }

  private static ParameterLayout layout(Workload workload) throws ModelException {
    return Networks.create(
            new ModelConfig(workload.network(), null),
            workload.shape(),
            workload.classes(),
            new Configuration(false))
        .layout();
  }

  /** The same command once for each number of processes, as the driver of that many. */
  private int startProcesses() throws IOException, InterruptedException {
    for (int count : processes) {
      int status = new LocalCluster(console, count, heapMebibytes()).run(arguments(count));
      if (status != ExitStatus.DONE) {
        return status;
      }
    }
    return ExitStatus.DONE;
  }

  /** Spark's own, and some vectors: inputs, results, and what they have to be. */
  private long heapMebibytes() {
    long longest = floats.stream().mapToInt(length -> length).max().orElse(0);
    return 1024 + VECTORS * Math.max(longest, RESNET_50) * Float.BYTES / (1 << 20);
  }

  private List<String> arguments(int count) {
    List<String> all = new ArrayList<>(List.of("bench", "collective"));
    all.addAll(List.of("--processes", String.valueOf(count)));
    all.addAll(List.of("--floats", floats.stream().map(String::valueOf).collect(joining(","))));
    all.addAll(List.of("--rounds", String.valueOf(rounds), "--wires", String.join(",", wires)));
    all.addAll(List.of("--network", network));
    if (imagesPerSecond != null) {
      all.addAll(List.of("--images-per-second", imagesPerSecond.toString()));
    }
    return all;
  }

  private void measure(
      String master, int count, List<WireFormat> formats, Workload workload, ParameterLayout layout)
      throws InterruptedException {
    try (JavaSparkContext spark = SparkContexts.start("bench collective", master, count);
        ExecutorWatch executors = new ExecutorWatch(spark)) {
      new ExecutorWait(spark, executors, console, () -> false).await(count);
      CollectiveReport report =
          new CollectiveReport(console.out(), new CollectiveBench(spark, count, rounds));
      report.head(count, rounds);
      report.allReduce(floats, formats);
      report.step(workload, layout, GLOBAL_BATCH, imagesPerSecond());
    }
  }

  /** 0 where it is not known. */
  private double imagesPerSecond() {
    if (imagesPerSecond != null) {
      return imagesPerSecond;
    }
    return network.equals(MEASURED_NETWORK) ? MEASURED_IMAGES : 0;
  }
}

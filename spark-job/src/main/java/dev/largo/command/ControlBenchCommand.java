package dev.largo.command;

import dev.largo.spark.ExecutorWatch;
import dev.largo.spark.bench.control.ControlBench;
import dev.largo.spark.bench.control.ControlLoad;
import dev.largo.spark.bench.control.SparkRanks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code largo bench control}: a driver under the control traffic of many workers. */
@Command(
    name = "control",
    description = {
      "What a run's workers ask of its driver: as many simulated workers, which join, beat, tell of steps"
          + " and checkpoints, hear of a wish to stop, and of which one dies. They compute nothing.",
      "Without --master, Spark executors are started on this machine, over loopback; on a cluster,"
          + " give each executor one core."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {"", "Example: largo bench control --workers 500 --seconds 20"})
final class ControlBenchCommand implements Callable<Integer> {
  private static final int MOST_WORKERS = 10_000;
  private static final int MOST_PROCESSES = 32;
  private static final int MOST_SECONDS = 600;

  /** Of a driver, and of each process beside what its workers take. */
  private static final long HEAP_MEBIBYTES = 1024;

  /** A client of Spark's transport has threads and buffers of its own. */
  private static final int WORKERS_A_MEBIBYTE = 2;

  private final Console console;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Simulated workers, 2 to " + MOST_WORKERS + ".")
  int workers = 500;

  @Option(
      names = "--processes",
      paramLabel = "N",
      description = "Processes that they are simulated in, 1 to " + MOST_PROCESSES + ".")
  int processes = 2;

  @Option(
      names = "--steps-per-second",
      paramLabel = "X",
      description = "Records of steps, of one of the workers.")
  double stepsPerSecond = 5;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description = "Layers in the record of every tenth step; ResNet-50 has 161.")
  int layers = 161;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "SECONDS",
      description = "How often all workers tell of their parts of a checkpoint at once.")
  int checkpointEvery = 5;

  @Option(
      names = "--heartbeat-timeout",
      paramLabel = "SECONDS",
      description =
          "As recovery.heartbeat-timeout, 1 or more. Workers beat every second, or six times in it.")
  int heartbeatTimeout = 30;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long to measure, 1 to " + MOST_SECONDS + "; a second is a round.")
  int seconds = 20;

  ControlBenchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    require(
        workers >= 2 && workers <= MOST_WORKERS,
        "--workers %d: not 2 to %d",
        workers,
        MOST_WORKERS);
    int most = Math.min(workers, MOST_PROCESSES);
    require(processes >= 1 && processes <= most, "--processes %d: not 1 to %d", processes, most);
    require(
        stepsPerSecond > 0 && stepsPerSecond <= 1000,
        "--steps-per-second %s: not above 0 to 1000",
        stepsPerSecond);
    require(layers >= 1, "--layers %d: not 1 or more", layers);
    require(checkpointEvery >= 1, "--checkpoint-every %d: not 1 or more", checkpointEvery);
    require(heartbeatTimeout >= 1, "--heartbeat-timeout %d: not 1 or more", heartbeatTimeout);
    require(
        seconds >= 1 && seconds <= MOST_SECONDS,
        "--seconds %d: not 1 to %d",
        seconds,
        MOST_SECONDS);
    require(
        seconds * stepsPerSecond >= 1,
        "--seconds %d: too short for a step at --steps-per-second %s",
        seconds,
        stepsPerSecond);
    String master = SparkContexts.givenMaster();
    if (master.isEmpty()) {
      long heap = HEAP_MEBIBYTES + workers / processes / WORKERS_A_MEBIBYTE;
      return new LocalCluster(console, processes, heap).run(arguments());
    }
    require(
        !WorldSize.isEmbedded(master),
        "spark.master = %s: has no processes of its own; leave it out, or name a cluster",
        master);
    measure(master);
    return ExitStatus.DONE;
  }

  private static void require(boolean fits, String message, @Nullable Object... arguments) {
    if (!fits) {
      throw new RequestException(String.format(Locale.ROOT, message, arguments));
    }
  }

  private List<String> arguments() {
    return List.of(
        "bench",
        "control",
        "--workers",
        String.valueOf(workers),
        "--processes",
        String.valueOf(processes),
        "--steps-per-second",
        String.valueOf(stepsPerSecond),
        "--layers",
        String.valueOf(layers),
        "--checkpoint-every",
        String.valueOf(checkpointEvery),
        "--heartbeat-timeout",
        String.valueOf(heartbeatTimeout),
        "--seconds",
        String.valueOf(seconds));
  }

  private void measure(String master) throws InterruptedException {
    ControlLoad load =
        new ControlLoad(
            workers,
            stepsPerSecond,
            layers,
            Duration.ofSeconds(checkpointEvery),
            Duration.ofSeconds(heartbeatTimeout));
    try (JavaSparkContext spark =
            SparkContexts.start(
                "bench control", master, processes, Map.of("spark.task.maxFailures", "1"));
        ExecutorWatch executors = new ExecutorWatch(spark)) {
      new ExecutorWait(spark, executors, console, () -> false).await(processes);
      ControlBench bench = SparkRanks.bench(spark, processes, load);
      ControlReport report = new ControlReport(console.out());
      report.head(load, processes, seconds);
      report.live(bench.live(seconds));
      report.loss(bench.loss(), load);
    }
  }
}

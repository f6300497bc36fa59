package dev.largo.command;

import dev.largo.data.Parallel;
import dev.largo.data.format.StoredSet;
import dev.largo.data.pack.PackDirectory;
import dev.largo.data.pack.PackPlan;
import dev.largo.data.pack.PackRequest;
import dev.largo.data.pack.ShardPacking;
import dev.largo.report.CountProgress;
import dev.largo.spark.ExecutorWatch;
import dev.largo.spark.StageResources;
import dev.largo.spark.pack.PackJob;
import dev.largo.spark.pack.PackSpec;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/** Carries out a request to pack, from the look at the destination to the closing line. */
final class PackRun {
  private final PackRequest request;
  private final String destination;
  private final Configuration hadoop;
  private final Console console;

  /**
   * A packing.
   *
   * @param destination as the user wrote it
   */
  PackRun(PackRequest request, String destination, Configuration hadoop, Console console) {
    this.request = request;
    this.destination = destination;
    this.hadoop = hadoop;
    this.console = console;
  }

  int execute() throws IOException, InterruptedException {
    long started = System.nanoTime();
    StoredSet set = request.open(hadoop);
    PackPlan plan = PackPlan.of(set.store(), request);
    PackDirectory directory = new PackDirectory(request, hadoop);
    directory.prepare(request, set, plan);
    if (directory.isFinished()) {
      console.out().printf("%s is packed already%n", destination);
      return ExitStatus.DONE;
    }
    List<Integer> missing = missing(plan, directory);
    if (missing.size() < plan.shards()) {
      console.say(
          "going on: %d of %d shards are there"
              .formatted(plan.shards() - missing.size(), plan.shards()));
    }
    long bytes = missing.isEmpty() ? 0 : pack(set, plan, directory, missing);
    directory.finish(plan);
    console
        .out()
        .printf(
            Locale.ROOT,
            "packed %d images of %d classes into %d shards in %s; wrote and checked %d shards, %.1f MB, in %.1f s%n",
            set.store().size(),
            set.classNames().size(),
            plan.shards(),
            destination,
            missing.size(),
            bytes / 1e6,
            (System.nanoTime() - started) / 1e9);
    return ExitStatus.DONE;
  }

  private static List<Integer> missing(PackPlan plan, PackDirectory directory) throws IOException {
    List<Integer> missing = new ArrayList<>();
    for (int shard = 0; shard < plan.shards(); shard++) {
      if (!directory.isDone(shard)) {
        missing.add(shard);
      }
    }
    return missing;
  }

  private long pack(StoredSet set, PackPlan plan, PackDirectory directory, List<Integer> missing)
      throws IOException, InterruptedException {
    PackSpec spec =
        new PackSpec(
            UUID.randomUUID().toString(),
            request,
            set.store().fingerprint(),
            HadoopSettings.own(hadoop));
    String master = SparkContexts.givenMaster();
    SparkContexts.requireMemory(master, Runtime.getRuntime().maxMemory());
    try (CountProgress progress =
            new CountProgress(
                console.err(),
                console.terminal(),
                "shards",
                missing.size(),
                InstantSource.system());
        JavaSparkContext spark = SparkContexts.start("pack", master, Parallel.processors())) {
      StageResources cpu = StageResources.ofCpus(spark, 1);
      if (!WorldSize.isEmbedded(spark.master())) {
        try (ExecutorWatch executors = new ExecutorWatch(spark, cpu)) {
          new ExecutorWait(spark, executors, console, () -> false).await(1);
        }
      }
      ShardPacking packing = new ShardPacking(set.store(), plan, request, directory);
      return new PackJob(spark, spec, cpu).run(packing, missing, progress::at);
    }
  }
}

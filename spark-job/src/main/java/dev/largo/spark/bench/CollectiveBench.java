package dev.largo.spark.bench;

import dev.largo.bench.CollectiveRow;
import dev.largo.bench.Spread;
import dev.largo.bench.StepOverhead;
import dev.largo.config.WireFormat;
import dev.largo.optim.layout.ParameterLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Largo's exchanges beside Spark's, on the executors of a cluster. Rounds come in blocks, a block
 * of every contender in turn, so that a machine whose speed drifts treats all alike.
 */
public final class CollectiveBench {
  private static final int BLOCK = 5;

  /** Rounds of every contender before the first that counts: executors compile what they run. */
  private static final int WARM_UP = 20;

  private final JavaSparkContext spark;
  private final int processes;
  private final int rounds;
  private final RankJob job;

  /**
   * A measurement.
   *
   * @param processes executors that take part; the cluster has at least as many
   * @param rounds of every contender
   */
  public CollectiveBench(JavaSparkContext spark, int processes, int rounds) {
    this.spark = spark;
    this.processes = processes;
    this.rounds = rounds;
    job = new RankJob(spark, processes);
  }

  /** Hosts of the processes, each once. */
  public List<String> hosts() {
    return List.copyOf(
        new TreeSet<>(
            job.run(Route.TCP, new CopyWork(1, 1)).stream().map(RankReport::host).toList()));
  }

  /**
   * Adds up vectors, one a process, so that every process has the sum.
   *
   * @param size floats of a vector
   * @throws IllegalStateException if a sum is wrong
   */
  public List<CollectiveRow> allReduce(int size, List<WireFormat> wires) {
    Map<String, List<Double>> found = new LinkedHashMap<>();
    Map<String, Long> sent = new LinkedHashMap<>();
    try (SparkExchange sparks = new SparkExchange(spark, processes, size)) {
      warmUp(new AllReduceWork(size, wires, WARM_UP));
      for (int round = 0; round < WARM_UP; round++) {
        double unused = sparks.round();
      }
      for (int done = 0; done < rounds; done += BLOCK) {
        int block = Math.min(BLOCK, rounds - done);
        for (Route route : Route.values()) {
          var seconds = seconds(route, new AllReduceWork(size, wires, block));
          for (int w = 0; w < wires.size(); w++) {
            String wire = wires.get(w).name().toLowerCase(Locale.ROOT);
            String name = "all-reduce, " + route + ", " + wire;
            sent.put(name, sentBytes(size, wires.get(w)));
            add(found, name, seconds.get(w));
          }
        }
        for (int round = 0; round < block; round++) {
          add(found, "Spark: treeAggregate + broadcast", List.of(sparks.round()));
        }
        add(
            found,
            "memory copy, all at once",
            seconds(Route.TCP, new CopyWork(size, block)).get(0));
      }
    }
    List<CollectiveRow> rows = new ArrayList<>();
    found.forEach(
        (name, seconds) ->
            rows.add(new CollectiveRow(name, Spread.of(seconds), sent.getOrDefault(name, 0L))));
    return rows;
  }

  /**
   * Makes training steps whose gradients are there already.
   *
   * @param microBatches of a step, over all processes
   * @return by the route that numbers take
   * @throws IllegalStateException if the parameters are not, bit for bit, those of one process
   */
  public Map<String, StepOverhead> step(ParameterLayout layout, int microBatches) {
    Map<Route, Map<String, List<Double>>> found = new LinkedHashMap<>();
    Map<Route, List<Double>> all = new LinkedHashMap<>();
    warmUp(OverheadWork.of(layout, microBatches, WARM_UP, processes));
    for (int done = 0; done < rounds; done += BLOCK) {
      OverheadWork work =
          OverheadWork.of(layout, microBatches, Math.min(BLOCK, rounds - done), processes);
      for (Route route : Route.values()) {
        var seconds = seconds(route, work);
        for (int part = 0; part < OverheadWork.PARTS.size(); part++) {
          add(
              found.computeIfAbsent(route, r -> new LinkedHashMap<>()),
              OverheadWork.PARTS.get(part),
              seconds.get(part));
        }
        add(all, route, seconds.get(OverheadWork.PARTS.size()));
      }
    }
    Map<String, StepOverhead> overheads = new LinkedHashMap<>();
    found.forEach(
        (route, parts) -> {
          Map<String, Spread> spreads = new LinkedHashMap<>();
          parts.forEach((name, seconds) -> spreads.put(name, Spread.of(seconds)));
          overheads.put(
              route.toString(),
              new StepOverhead(spreads, Spread.of(all.getOrDefault(route, List.of()))));
        });
    return overheads;
  }

  private void warmUp(RankWork work) {
    for (Route route : Route.values()) {
      var unused = seconds(route, work);
    }
  }

  private List<List<Double>> seconds(Route route, RankWork work) {
    return RankReport.slowest(job.run(route, work));
  }

  private static <K> void add(Map<K, List<Double>> found, K key, List<Double> seconds) {
    found.computeIfAbsent(key, k -> new ArrayList<>()).addAll(seconds);
  }

  /** In the scatter and in the gather each process sends all slices but one: on average. */
  private long sentBytes(int size, WireFormat wire) {
    return 2L * size * wire.bytes() * (processes - 1) / processes;
  }
}

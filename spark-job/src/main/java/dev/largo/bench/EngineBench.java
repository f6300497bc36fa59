package dev.largo.bench;

import dev.largo.config.ModelConfig;
import dev.largo.data.MicroBatch;
import dev.largo.data.SampleNoise;
import dev.largo.engine.GradientEngine;
import dev.largo.engine.onednn.OneDnnEngine;
import dev.largo.engine.onednn.StepTime;
import dev.largo.model.ModelException;
import dev.largo.model.Network;
import dev.largo.model.Networks;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;

/**
 * Gradients a second of the engines, in turn, so that a machine whose speed drifts treats all
 * alike. Each replica has one thread; a step takes new parameters, as a training step does.
 */
public final class EngineBench {
  private static final long SEED = 1;

  private final Workload workload;
  private final Network network;
  private final float[] parameters;
  private final MicroBatch batch;

  /** Makes the network and random samples. */
  public EngineBench(Workload workload) throws ModelException {
    this.workload = workload;
    network =
        Networks.create(
            new ModelConfig(workload.network(), null),
            workload.shape(),
            workload.classes(),
            new Configuration(false));
    parameters = network.initialParameters(SEED);
    batch = SampleNoise.batch(workload.samples(), workload.shape(), workload.classes(), SEED);
  }

  /**
   * Measures.
   *
   * @param replicas number of engines that compute at the same time
   * @param seconds least time of a measurement, in which whole steps are made
   */
  public Map<Contender, Spread> measure(
      List<Contender> contenders, int replicas, int rounds, double seconds)
      throws InterruptedException {
    Map<Contender, List<Double>> found = new EnumMap<>(Contender.class);
    ExecutorService threads = Executors.newFixedThreadPool(replicas);
    try {
      for (int round = 0; round < rounds; round++) {
        for (Contender contender : contenders) {
          found
              .computeIfAbsent(contender, c -> new ArrayList<>())
              .add(run(threads, contender, replicas, seconds));
        }
      }
    } finally {
      threads.shutdown();
    }
    Map<Contender, Spread> result = new EnumMap<>(Contender.class);
    found.forEach((contender, values) -> result.put(contender, Spread.of(values)));
    return result;
  }

  /** One contender's replicas, made for this and closed again: only theirs is in memory. */
  private double run(ExecutorService threads, Contender contender, int replicas, double seconds)
      throws InterruptedException {
    List<GradientEngine> engines = new ArrayList<>();
    try {
      for (int i = 0; i < replicas; i++) {
        engines.add(contender.open(network.description(), 1));
      }
      // The first step compiles plans and code.
      double unused = run(threads, engines, 0);
      return run(threads, engines, seconds);
    } finally {
      engines.forEach(GradientEngine::close);
    }
  }

  /** Sum of the replicas' images a second. */
  private double run(ExecutorService threads, List<GradientEngine> engines, double seconds)
      throws InterruptedException {
    List<Callable<Double>> work = new ArrayList<>();
    for (GradientEngine engine : engines) {
      work.add(() -> imagesPerSecond(engine, seconds));
    }
    double sum = 0;
    for (Future<Double> one : threads.invokeAll(work)) {
      try {
        sum += one.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return sum;
  }

  private double imagesPerSecond(GradientEngine engine, double seconds) {
    long start = System.nanoTime();
    long steps = 0;
    double elapsed = 0;
    do {
      engine.setParameters(parameters);
      double loss = engine.computeGradient(batch, SEED).loss();
      if (!(loss > 0)) {
        throw new IllegalStateException("loss " + loss);
      }
      steps++;
      elapsed = (System.nanoTime() - start) / 1e9;
    } while (elapsed < seconds);
    return steps * workload.samples() / elapsed;
  }

  /** Where a step of the compiled engine goes, on one thread: the fastest of some for each part. */
  public List<StepTime> breakdown(int steps) {
    try (OneDnnEngine engine = (OneDnnEngine) Contender.ONEDNN.open(network.description(), 1)) {
      engine.setParameters(parameters);
      return engine.profile(batch, steps);
    }
  }
}

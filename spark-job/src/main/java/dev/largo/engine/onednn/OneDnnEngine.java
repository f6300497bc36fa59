package dev.largo.engine.onednn;

import dev.largo.config.Precision;
import dev.largo.data.MicroBatch;
import dev.largo.engine.ActivationObserver;
import dev.largo.engine.GradientEngine;
import dev.largo.engine.RunningStatistics;
import dev.largo.engine.Score;
import dev.largo.engine.Softmax;
import dev.largo.engine.device.OpenMpThreads;
import dev.largo.engine.graph.LayerGraph;
import dev.largo.engine.graph.Operator;
import dev.largo.engine.graph.Operator.BatchNormalization;
import dev.largo.optim.layout.ParameterLayout;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link GradientEngine} that compiles the network once for each size of micro-batch into oneDNN
 * primitives, with all memory taken beforehand.
 *
 * <p>The arithmetic is float32 with channels last; the loss is computed in float64 from the logits.
 * Shorter precisions are emulated: what they would hold is rounded after each operator.
 */
public final class OneDnnEngine implements GradientEngine {
  private final ParameterLayout layout;
  private final LayerGraph graph;
  private final int threads;
  private final Device device = new Device();
  private final FlatVectors vectors;
  private final RunningStatistics statistics;
  private @Nullable Compiled training;
  private @Nullable Compiled scoring;
  private final Rounding rounding;
  private long version;

  /** A plan, and the version of the parameters that it has read. */
  private static final class Compiled {
    final Plan plan;
    final int samples;
    long version = -1;

    Compiled(Plan plan, int samples) {
      this.plan = plan;
      this.samples = samples;
    }
  }

  /**
   * Makes a replica with all parameters 0.
   *
   * @param threads OpenMP threads of whoever calls this engine, at least 1
   * @param precision what activations, weights and their gradients are rounded to; sums, batch
   *     norms and the loss stay in float32 and longer
   */
  public OneDnnEngine(LayerGraph graph, int threads, Precision precision) {
    this.graph = graph;
    layout = graph.layout();
    this.threads = threads;
    rounding = Rounding.of(precision);
    vectors = new FlatVectors(layout.size());
    List<RunningStatistics.Norm> norms = new ArrayList<>();
    for (Operator operator : graph.operators()) {
      if (operator instanceof BatchNormalization norm) {
        norms.add(
            new RunningStatistics.Norm(
                norm.mean(), norm.variance(), norm.logStd(), norm.output().channels()));
      }
    }
    norms.sort(Comparator.comparingInt(RunningStatistics.Norm::mean));
    statistics = new RunningStatistics(norms);
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public void setParameters(float[] values) {
    if (values.length != layout.size()) {
      throw new IllegalArgumentException(
          "parameters: " + values.length + " values, the network has " + layout.size());
    }
    vectors.setParameters(values);
    version++;
  }

  @Override
  public Score computeGradient(
      MicroBatch batch, long seed, double lossScale, ActivationObserver activations) {
    Plan plan = plan(batch.count(), true);
    float[] logits = forward(plan, batch, activations);
    Score score = Softmax.lossAndGradient(logits, graph.classes(), batch, lossScale);
    plan.logitsGradient().put(logits);
    run(plan.backward());
    FloatBuffer parameters = vectors.parameters();
    FloatBuffer gradient = vectors.gradient();
    plan.norms().forEach(norm -> norm.storeChange(parameters, gradient));
    return score;
  }

  @Override
  public FloatBuffer gradientVector() {
    return vectors.gradient().asReadOnlyBuffer();
  }

  @Override
  public float[] probabilities(MicroBatch batch) {
    float[] probabilities = forward(plan(batch.count(), false), batch);
    Softmax.probabilities(probabilities, graph.classes());
    return probabilities;
  }

  @Override
  public RunningStatistics runningStatistics() {
    return statistics;
  }

  @Override
  public double[] moments(MicroBatch batch) {
    Plan plan = plan(batch.count(), true);
    float[] unused = forward(plan, batch);
    double[] moments = new double[statistics.count()];
    for (NormStatistics norm : plan.norms()) {
      norm.addMoments(batch.count(), moments, momentsOf(norm.norm()));
    }
    return moments;
  }

  /** Where a norm's moments stand: norms are counted in the order of their parameters. */
  private int momentsOf(BatchNormalization norm) {
    int offset = 0;
    for (RunningStatistics.Norm before : statistics.norms()) {
      if (before.mean() == norm.mean()) {
        return offset;
      }
      offset += 2 * before.channels();
    }
    throw new IllegalStateException(norm.name());
  }

  /** Runs the forward pass; returns a copy of the logits. */
  private float[] forward(Plan plan, MicroBatch batch) {
    return forward(plan, batch, ActivationObserver.NONE);
  }

  private float[] forward(Plan plan, MicroBatch batch, ActivationObserver activations) {
    plan.images().put(batch.features(), 0, batch.count() * graph.input().values());
    if (activations == ActivationObserver.NONE) {
      run(plan.forward());
    } else {
      plan.forward(activations);
    }
    float[] logits = new float[batch.count() * graph.classes()];
    plan.logits().get(logits);
    return logits;
  }

  /**
   * Times every step of a gradient computation, from the parameters to the flat gradient.
   *
   * @param repeats at least 1; the fastest of each step counts, since others were disturbed
   */
  public List<StepTime> profile(MicroBatch batch, int repeats) {
    Plan plan = plan(batch.count(), true);
    float[] start = forward(plan, batch);
    Score score = Softmax.lossAndGradient(start, graph.classes(), batch, 1);
    if (Double.isNaN(score.loss())) {
      throw new IllegalArgumentException("the parameters give no loss");
    }
    List<Step> steps = new ArrayList<>(plan.load());
    steps.addAll(plan.forward());
    int turn = steps.size();
    steps.addAll(plan.backward());
    double[] best = new double[steps.size()];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    for (int repeat = 0; repeat < repeats; repeat++) {
      for (int i = 0; i < best.length; i++) {
        if (i == turn) {
          plan.logitsGradient().put(start);
        } else if (i == plan.load().size()) {
          plan.images().put(batch.features(), 0, batch.count() * graph.input().values());
        }
        long begun = System.nanoTime();
        steps.get(i).work().run();
        best[i] = Math.min(best[i], (System.nanoTime() - begun) / 1e9);
      }
    }
    List<StepTime> times = new ArrayList<>();
    for (int i = 0; i < best.length; i++) {
      Step step = steps.get(i);
      times.add(new StepTime(step.layer(), step.kind(), step.implementation(), best[i]));
    }
    return times;
  }

  /**
   * Native memory that a replica takes for training and scoring micro-batches of one size, with its
   * parameters and gradient: what the plans lay out, without taking any of it.
   */
  public static long bytes(LayerGraph graph, int samples, int threads, Precision precision) {
    return bytes(graph, samples, threads, precision, true);
  }

  /** The same for a replica that is only asked for probabilities. */
  public static long scoringBytes(LayerGraph graph, int samples, int threads, Precision precision) {
    return bytes(graph, samples, threads, precision, false);
  }

  private static long bytes(
      LayerGraph graph, int samples, int threads, Precision precision, boolean forTraining) {
    long vectors = 2L * Float.BYTES * graph.layout().size();
    // Scratch memory grows with the threads of whoever compiles.
    OpenMpThreads.limit(threads);
    Rounding rounding = Rounding.of(precision);
    // Nothing is computed: places in the flat vectors are only named.
    try (Device device = new Device();
        FlatVectors small = new FlatVectors(1);
        Plan training = new Plan(device, small, graph, samples, true, rounding);
        Plan scoring = new Plan(device, small, graph, samples, false, rounding)) {
      return vectors + (forTraining ? training.bytes() : 0) + scoring.bytes();
    }
  }

  private static void run(List<Step> steps) {
    for (Step step : steps) {
      step.work().run();
    }
  }

  /**
   * The plan for a size, with the current parameters in it. One of each kind is kept, so that the
   * memory of a replica is that of its largest micro-batch.
   */
  private Plan plan(int samples, boolean forTraining) {
    OpenMpThreads.limit(threads);
    Compiled compiled = forTraining ? training : scoring;
    if (compiled == null || compiled.samples != samples) {
      if (compiled != null) {
        compiled.plan.close();
      }
      compiled = compile(samples, forTraining);
    }
    if (compiled.version != version) {
      run(compiled.plan.load());
      if (!forTraining) {
        FloatBuffer parameters = vectors.parameters();
        compiled.plan.norms().forEach(norm -> norm.load(parameters));
      }
      compiled.version = version;
    }
    return compiled.plan;
  }

  private Compiled compile(int samples, boolean forTraining) {
    if (forTraining) {
      training = null;
    } else {
      scoring = null;
    }
    Plan plan = new Plan(device, vectors, graph, samples, forTraining, rounding);
    plan.allocate();
    Compiled compiled = new Compiled(plan, samples);
    if (forTraining) {
      training = compiled;
    } else {
      scoring = compiled;
    }
    return compiled;
  }

  @Override
  public void close() {
    for (Compiled compiled : new @Nullable Compiled[] {training, scoring}) {
      if (compiled != null) {
        compiled.plan.close();
      }
    }
    vectors.close();
    device.close();
  }
}

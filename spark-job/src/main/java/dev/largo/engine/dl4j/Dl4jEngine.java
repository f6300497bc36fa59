package dev.largo.engine.dl4j;

import dev.largo.data.MicroBatch;
import dev.largo.engine.ActivationObserver;
import dev.largo.engine.GradientEngine;
import dev.largo.engine.RunningStatistics;
import dev.largo.engine.Score;
import dev.largo.engine.Softmax;
import dev.largo.model.Graphs;
import dev.largo.model.HostMemory;
import dev.largo.model.Layouts;
import dev.largo.model.NetworkDescription;
import dev.largo.optim.layout.ParameterLayout;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@link GradientEngine} on a Deeplearning4j graph in float32.
 *
 * <p>Parameters are copied in, and the gradient is read in place, through the graph's own flat
 * arrays in native memory. On a GPU these are their copies on the host: a gradient comes over once,
 * whole.
 */
public final class Dl4jEngine implements GradientEngine {
  /** Moments depend on parameters and micro-batch alone: dropout is the same every time. */
  private static final long MOMENTS_SEED = 0;

  private final NetworkDescription network;
  private final ThreadBinding thread;
  private final ComputationGraph graph;
  private final OutputLogits logits;
  private final LayerOutputs outputs;
  private final FloatPointer parameters;
  private final FloatBuffer gradient;
  private final ParameterLayout layout;
  private final List<BatchNorm> batchNorms;
  private @Nullable INDArray features;
  private @Nullable INDArray labels;

  /**
   * Builds the graph.
   *
   * @param threads OpenMP threads of whoever calls this engine, at least 1
   */
  public Dl4jEngine(NetworkDescription network, int threads) {
    this.network = network;
    graph = Graphs.build(network);
    thread = new ThreadBinding(threads);
    graph.initGradientsView();
    logits = new OutputLogits(graph);
    outputs = new LayerOutputs(graph, logits);
    graph.setListeners(logits, outputs);
    parameters = (FloatPointer) graph.params().data().pointer();
    gradient =
        ((FloatPointer) graph.getGradientsViewArray().data().pointer())
            .asBuffer()
            .asReadOnlyBuffer();
    layout = Layouts.of(graph);
    batchNorms = BatchNorm.of(graph);
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public void setParameters(float[] values) {
    if (values.length != gradient.capacity()) {
      throw new IllegalArgumentException(
          "parameters: " + values.length + " values, the network has " + gradient.capacity());
    }
    thread.bind();
    parameters.put(values);
    HostMemory.wrote(graph.params());
  }

  @Override
  public Score computeGradient(
      MicroBatch batch, long seed, double lossScale, ActivationObserver activations) {
    if (lossScale != 1) {
      throw new IllegalArgumentException("loss scale " + lossScale + " in float32, which needs 1");
    }
    thread.bind();
    outputs.show(activations);
    try {
      return batch.taught() == null
          ? computePlainGradient(batch, seed)
          : computeTaughtGradient(batch, seed);
    } finally {
      outputs.show(ActivationObserver.NONE);
    }
  }

  private Score computePlainGradient(MicroBatch batch, long seed) {
    Nd4j.getRandom().setSeed(seed);
    graph.setInput(0, features(batch));
    graph.setLabel(0, labels(batch));
    graph.computeGradientAndScore();
    HostMemory.fetch(graph.getGradientsViewArray());
    float[] values = logits.values();
    long top1 = 0;
    long top5 = 0;
    for (int i = 0; i < batch.count(); i++) {
      int row = i * network.classes();
      Score one = Score.ranked(0, values, row, network.classes(), batch.labels()[i]);
      top1 += one.top1();
      top5 += one.top5();
    }
    return new Score(graph.score() * batch.count(), top1, top5, batch.count());
  }

  /**
   * With teachers. The graph knows p - y alone, for targets y that add up to 1: it is given those
   * that make this the gradient g wanted, y = p - g, which takes a forward pass more.
   */
  private Score computeTaughtGradient(MicroBatch batch, long seed) {
    int classes = network.classes();
    Nd4j.getRandom().setSeed(seed);
    float[] targets;
    try (INDArray output = graph.outputSingle(true, features(batch))) {
      targets = output.dup('c').data().asFloat();
    }
    float[] gradients = new float[targets.length];
    for (int i = 0; i < targets.length; i++) {
      gradients[i] =
          (float) StrictMath.log(targets[i]); // logits, but for a sum that softmax forgets
    }
    Score score = Softmax.lossAndGradient(gradients, classes, batch, 1);
    for (int i = 0; i < targets.length; i++) {
      targets[i] -= gradients[i];
    }
    Nd4j.getRandom().setSeed(seed);
    graph.setInput(0, features(batch));
    graph.setLabel(0, labels(batch.count(), targets));
    graph.computeGradientAndScore();
    HostMemory.fetch(graph.getGradientsViewArray());
    return score;
  }

  @Override
  public FloatBuffer gradientVector() {
    return gradient.duplicate();
  }

  @Override
  public float[] probabilities(MicroBatch batch) {
    thread.bind();
    try (INDArray output = graph.outputSingle(false, features(batch))) {
      return output.dup('c').data().asFloat();
    }
  }

  @Override
  public RunningStatistics runningStatistics() {
    return new RunningStatistics(batchNorms.stream().map(BatchNorm::norm).toList());
  }

  @Override
  public double[] moments(MicroBatch batch) {
    thread.bind();
    Nd4j.getRandom().setSeed(MOMENTS_SEED);
    double[] moments = new double[runningStatistics().count()];
    // A copy, since activations can be views of the input, and all of them are closed.
    INDArray input = features(batch).dup();
    Map<String, INDArray> activations = graph.feedForward(new INDArray[] {input}, true, false);
    int offset = 0;
    for (BatchNorm norm : batchNorms) {
      norm.addMoments(activations, moments, offset);
      offset += 2 * norm.norm().channels();
    }
    activations.values().forEach(INDArray::close);
    return moments;
  }

  @Override
  public void close() {
    for (INDArray array :
        new @Nullable INDArray[] {
          graph.params(), graph.getGradientsViewArray(), features, labels
        }) {
      if (array != null && array.closeable()) {
        array.close();
      }
    }
  }

  private INDArray features(MicroBatch batch) {
    if (features == null || features.size(0) != batch.count()) {
      if (features != null) {
        features.close();
      }
      features =
          Nd4j.createUninitialized(
              DataType.FLOAT,
              batch.count(),
              network.input().channels(),
              network.input().height(),
              network.input().width());
    }
    int values = batch.count() * network.input().values();
    ((FloatPointer) features.data().pointer()).put(batch.features(), 0, values);
    HostMemory.wrote(features);
    return features;
  }

  private INDArray labels(MicroBatch batch) {
    int classes = network.classes();
    float[] targets = new float[batch.count() * classes];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = (float) batch.target(i / classes, i % classes, classes);
    }
    return labels(batch.count(), targets);
  }

  private INDArray labels(int samples, float[] targets) {
    if (labels == null || labels.size(0) != samples) {
      if (labels != null) {
        labels.close();
      }
      labels = Nd4j.create(DataType.FLOAT, samples, network.classes());
    }
    ((FloatPointer) labels.data().pointer()).put(targets);
    HostMemory.wrote(labels);
    return labels;
  }
}

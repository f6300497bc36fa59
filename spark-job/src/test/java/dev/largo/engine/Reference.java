package dev.largo.engine;

import dev.largo.data.ImageShape;
import dev.largo.data.MicroBatch;
import dev.largo.model.Graphs;
import dev.largo.model.NetworkDescription;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Deeplearning4j's own layers in float64, without any native helper, on one micro-batch. */
public final class Reference {
  private final ComputationGraph graph;
  private final MicroBatch batch;

  public Reference(NetworkDescription network, MicroBatch batch) {
    this.batch = batch;
    graph = Graphs.build(network).convertDataType(DataType.DOUBLE);
    graph.initGradientsView();
    ImageShape shape = network.input();
    double[] features = new double[batch.count() * shape.values()];
    for (int i = 0; i < features.length; i++) {
      features[i] = batch.features()[i];
    }
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, batch.count(), network.classes());
    for (int i = 0; i < batch.count(); i++) {
      labels.putScalar(i, batch.labels()[i], 1);
    }
    graph.setInput(
        0,
        Nd4j.createFromArray(features)
            .reshape(batch.count(), shape.channels(), shape.height(), shape.width()));
    graph.setLabel(0, labels);
  }

  /** The gradient, summed over the samples. */
  public double[] gradient(double[] parameters) {
    compute(parameters);
    return graph.getGradientsViewArray().data().asDouble();
  }

  /** The loss in training, summed over the samples. */
  public double loss(double[] parameters) {
    compute(parameters);
    return graph.score() * batch.count();
  }

  /** The loss of the network as it is used after training, summed over the samples. */
  public double score(double[] parameters) {
    compute(parameters);
    INDArray output = graph.outputSingle(false, graph.getInput(0));
    double loss = 0;
    for (int i = 0; i < batch.count(); i++) {
      loss -= Math.log(Math.max(1e-10, output.getDouble(i, batch.labels()[i])));
    }
    return loss;
  }

  /** What goes into a layer in training. */
  public INDArray inputOf(String layer, double[] parameters) {
    graph.setParams(Nd4j.createFromArray(parameters).reshape(1, parameters.length));
    List<String> before =
        Objects.requireNonNull(graph.getConfiguration().getVertexInputs().get(layer), layer);
    return Objects.requireNonNull(graph.feedForward(true, false, false).get(before.get(0)), layer);
  }

  private void compute(double[] parameters) {
    graph.setParams(Nd4j.createFromArray(parameters).reshape(1, parameters.length));
    graph.computeGradientAndScore();
  }

  /** The same values in float64. */
  public static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}

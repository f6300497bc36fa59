package dev.largo.spark.program;

import dev.largo.model.Network;
import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network of Deeplearning4j that a program holds: a graph, or a list of layers. */
public sealed interface GivenModel {
  /** The network itself. */
  Model model();

  /** The network as a graph, with the parameters it has; not to be changed. */
  ComputationGraph graph();

  /** Gives the network trained parameters, in the order of what was made of its graph. */
  void take(Network trained, float[] parameters);

  /** Steps that the network counts; with them its epochs. */
  int iterations();

  /** Epochs that the network counts. */
  int epochs();

  /** Sets both counts. */
  void count(int iterations, int epochs);

  /** Sets what the network calls its score: the mean loss of a step. */
  void score(double score);

  /** The network's own listeners. */
  Collection<TrainingListener> listeners();

  /**
   * Does something while the network looks as after a step of Deeplearning4j's own, for listeners
   * that ask it for more than its score: with a batch, and a gradient of no layer. The batch,
   * labels and gradient that it had before come back.
   */
  void whileShowing(INDArray batch, Runnable work);

  /** A graph. */
  static GivenModel of(ComputationGraph graph) {
    if (graph.params() == null) {
      graph.init();
    }
    return new OfGraph(graph);
  }

  /** A list of layers. */
  static GivenModel of(MultiLayerNetwork network) {
    if (network.params() == null) {
      network.init();
    }
    return new OfLayers(network);
  }

  /** A graph. */
  record OfGraph(ComputationGraph graph) implements GivenModel {
    @Override
    public Model model() {
      return graph;
    }

    @Override
    public void take(Network trained, float[] parameters) {
      trained.copyTo(graph, parameters);
    }

    @Override
    public int iterations() {
      return graph.getIterationCount();
    }

    @Override
    public int epochs() {
      return graph.getEpochCount();
    }

    @Override
    public void count(int iterations, int epochs) {
      graph.getConfiguration().setIterationCount(iterations);
      graph.getConfiguration().setEpochCount(epochs);
    }

    @Override
    public void score(double score) {
      graph.setScore(score);
    }

    @Override
    public Collection<TrainingListener> listeners() {
      return graph.getListeners() == null ? List.of() : List.copyOf(graph.getListeners());
    }

    @Override
    public void whileShowing(INDArray batch, Runnable work) {
      INDArray[] inputs = graph.getInputs();
      Gradient gradient = graph.gradient();
      graph.setInputs(batch);
      graph.setGradient(new DefaultGradient());
      try {
        work.run();
      } finally {
        graph.setInputs(inputs);
        graph.setGradient(gradient);
      }
    }
  }

  /** A list of layers. */
  record OfLayers(MultiLayerNetwork network) implements GivenModel {
    @Override
    public Model model() {
      return network;
    }

    @Override
    public ComputationGraph graph() {
      return network.toComputationGraph();
    }

    @Override
    public void take(Network trained, float[] parameters) {
      ComputationGraph graph = network.toComputationGraph();
      trained.copyTo(graph, parameters);
      network.setParams(graph.params());
    }

    @Override
    public int iterations() {
      return network.getIterationCount();
    }

    @Override
    public int epochs() {
      return network.getEpochCount();
    }

    @Override
    public void count(int iterations, int epochs) {
      network.setIterationCount(iterations);
      network.setEpochCount(epochs);
    }

    @Override
    public void score(double score) {
      network.setScore(score);
    }

    @Override
    public Collection<TrainingListener> listeners() {
      return network.getListeners() == null ? List.of() : List.copyOf(network.getListeners());
    }

    @Override
    public void whileShowing(INDArray batch, Runnable work) {
      INDArray input = network.getInput();
      INDArray labels = network.getLabels();
      Gradient gradient = network.gradient();
      network.setInput(batch);
      network.setLabels(batch);
      network.setGradient(new DefaultGradient());
      try {
        work.run();
      } finally {
        network.setInput(input);
        network.setLabels(labels);
        network.setGradient(gradient);
      }
    }
  }
}

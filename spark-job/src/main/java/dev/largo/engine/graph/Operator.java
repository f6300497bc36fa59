package dev.largo.engine.graph;

import java.util.List;

/**
 * One operator of a network. Values are numbered: 0 is the network's input, i + 1 the output of
 * operator i. Places of parameters are positions in the flat vector.
 */
public sealed interface Operator {
  /** A parameter that is not there. */
  int ABSENT = -1;

  /** Name of the layer it was made from. */
  String name();

  /** Numbers of the values it reads. */
  List<Integer> inputs();

  /** Shape of what it makes. */
  Shape output();

  /** Whether negative outputs become 0. */
  boolean relu();

  /** The same operator with a ReLU behind it. */
  Operator withRelu();

  /**
   * Cross-correlation with a kernel [out, in, height, width].
   *
   * @param bias place of the biases, or {@link #ABSENT}
   */
  record Convolution(
      String name, int input, Window window, int weights, int bias, boolean relu, Shape output)
      implements Operator {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public Operator withRelu() {
      return new Convolution(name, input, window, weights, bias, true, output);
    }
  }

  /**
   * Batch normalization (Ioffe and Szegedy 2015, algorithm 1); the shifts lie behind the scales.
   *
   * @param variance place of the running variances, or of the logarithms of the deviations
   * @param logStd whether they are log10 of the standard deviation
   * @param decay share of the running statistics that a step keeps
   */
  record BatchNormalization(
      String name,
      int input,
      int scales,
      int mean,
      int variance,
      boolean logStd,
      double decay,
      double epsilon,
      boolean relu,
      Shape output)
      implements Operator {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public Operator withRelu() {
      return new BatchNormalization(
          name, input, scales, mean, variance, logStd, decay, epsilon, true, output);
    }
  }

  /** Sum of two values of the same shape. */
  record Addition(String name, int left, int right, boolean relu, Shape output)
      implements Operator {
    @Override
    public List<Integer> inputs() {
      return List.of(left, right);
    }

    @Override
    public Operator withRelu() {
      return new Addition(name, left, right, true, output);
    }
  }

  /** What a pooling takes of its window. */
  enum Reduction {
    MAXIMUM,
    /** Over the places inside the image. */
    AVERAGE,
    /** Padding counts as zeros. */
    AVERAGE_WITH_PADDING
  }

  /** Reduction of a window, each channel by itself. */
  record Pooling(String name, int input, Window window, Reduction reduction, Shape output)
      implements Operator {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public boolean relu() {
      return false;
    }

    @Override
    public Operator withRelu() {
      throw new UnsupportedOperationException(name + ": pooling with ReLU");
    }
  }

  /**
   * Dense layer with weights [out, in], the inputs of an image in row-major order.
   *
   * @param bias place of the biases, or {@link #ABSENT}
   * @param channelsLast whether the order of an image's values is [height, width, channel]
   */
  record Dense(
      String name,
      int input,
      int weights,
      int bias,
      boolean channelsLast,
      boolean relu,
      Shape output)
      implements Operator {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public Operator withRelu() {
      return new Dense(name, input, weights, bias, channelsLast, true, output);
    }
  }

  /** max(0, x) of a value that others read as it is. */
  record Relu(String name, int input, Shape output) implements Operator {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public boolean relu() {
      return true;
    }

    @Override
    public Operator withRelu() {
      return this;
    }
  }
}

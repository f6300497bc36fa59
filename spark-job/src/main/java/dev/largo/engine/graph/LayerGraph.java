package dev.largo.engine.graph;

import dev.largo.optim.layout.ParameterLayout;
import java.util.List;

/**
 * A network whose last operator makes the logits, under softmax and cross-entropy.
 *
 * @param input shape of an image
 * @param operators in an order in which each stands behind those it reads from
 * @param layout of the parameters
 */
public record LayerGraph(Shape input, List<Operator> operators, ParameterLayout layout) {
  public LayerGraph {
    operators = List.copyOf(operators);
  }

  /** Shape of a value. */
  public Shape shape(int value) {
    return value == 0 ? input : operators.get(value - 1).output();
  }

  /** How many times a value is read. */
  public int readers(int value) {
    int readers = 0;
    for (Operator operator : operators) {
      for (int input : operator.inputs()) {
        readers += input == value ? 1 : 0;
      }
    }
    return readers;
  }

  /** Number of classes. */
  public int classes() {
    return operators.get(operators.size() - 1).output().channels();
  }
}

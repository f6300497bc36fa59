package dev.largo.engine;

import java.nio.FloatBuffer;

/** Is shown what the layers of a network give on while a gradient is computed. */
@FunctionalInterface
public interface ActivationObserver {
  /** Looks at nothing, and costs nothing. */
  ActivationObserver NONE = (layer, values) -> {};

  /**
   * A layer's output, after its activation function; of the last layer what its softmax is taken
   * of. Layers come in an order in which each stands behind those that it reads from.
   *
   * @param layer its name; an engine that computes a layer together with the ReLU behind it shows
   *     the two as one, by the name of the first
   * @param values of all samples, in any order; only to be read, and only during the call
   */
  void output(String layer, FloatBuffer values);
}

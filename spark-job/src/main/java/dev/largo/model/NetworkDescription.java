package dev.largo.model;

import dev.largo.data.ImageShape;
import java.io.Serializable;

/**
 * All that an executor needs to build a network, except its parameters.
 *
 * @param name a built-in network's name, or the last part of the file's path
 * @param configurationJson a ComputationGraphConfiguration of Deeplearning4j
 * @param input shape of one image, channels first
 * @param classes number of outputs, at least 2
 */
public record NetworkDescription(
    String name, String configurationJson, ImageShape input, int classes) implements Serializable {
  public NetworkDescription {
    if (classes < 2) {
      throw new IllegalArgumentException("network " + name + ": classes=" + classes);
    }
  }
}

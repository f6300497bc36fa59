package dev.largo.model;

import dev.largo.data.ImageShape;
import java.io.Serializable;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;

/**
 * How the data of a network that a program holds lie.
 *
 * @param channelsLast whether its images are [n, height, width, channels]
 * @param image what it makes of flat vectors; null where it takes images, or leaves vectors as they
 *     are
 */
public record GivenInput(boolean channelsLast, @Nullable ImageShape image) implements Serializable {
  /**
   * Reads it off the network's configuration.
   *
   * @throws ModelException if it has not one input and one output
   */
  public static GivenInput of(String where, ComputationGraph graph) throws ModelException {
    ComputationGraphConfiguration configuration = graph.getConfiguration();
    try {
      GivenConfiguration.requireOneEach(configuration);
    } catch (ModelException e) {
      throw new ModelException(where + ": " + e.getMessage(), e);
    }
    boolean channelsLast =
        configuration.getVertices().values().stream().anyMatch(GivenConfiguration::channelsLast)
            && !ChannelsFirst.isAccepted(configuration);
    return new GivenInput(channelsLast, FlatInput.image(configuration));
  }
}

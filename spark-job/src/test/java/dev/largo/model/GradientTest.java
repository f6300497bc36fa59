package dev.largo.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.config.ModelConfig;
import dev.largo.data.ImageShape;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The native layers' gradient against differences of the loss, segment by segment. */
final class GradientTest {
  private static final int SAMPLES = 8;

  /**
   * Float32 losses differ by about 1e-6 through rounding, their differences below by 4e-4 and more;
   * ReLU adds kinks.
   */
  private static final double TOLERANCE = 0.05;

  @ParameterizedTest
  @ValueSource(strings = {"lenet", "resnet-20", "f1", "c1"})
  void agreesWithDifferencesOfTheLoss(String name) throws ModelException {
    Network network =
        Networks.create(
            new ModelConfig(name, null), new ImageShape(3, 16, 20), 10, new Configuration(false));
    ComputationGraph graph = Graphs.build(network.description());
    float[] at = network.initialParameters(2);
    Random random = new Random(6);
    for (Segment segment : network.layout().segments()) {
      for (int i = segment.offset(); segment.trainable() && i < segment.end(); i++) {
        // Every block's path on, and nothing at a special value.
        at[i] =
            (segment.role() == Role.NORM_SCALE ? 1 : at[i]) + 0.05f * (float) random.nextGaussian();
      }
    }
    loss(graph, network, at);
    float[] gradient = FlatArrays.copy(graph.getGradientsViewArray());

    for (Segment segment : network.layout().segments()) {
      if (segment.trainable()) {
        double norm = norm(gradient, segment);
        // Along the gradient itself the loss changes by norm * step, far above rounding.
        double step = 1e-3 / Math.max(norm / SAMPLES, 0.1);
        double rise =
            loss(graph, network, moved(at, gradient, segment, step / norm))
                - loss(graph, network, moved(at, gradient, segment, -step / norm));
        double slope = rise * SAMPLES / (2 * step);
        assertEquals(1, slope / norm, TOLERANCE, segment.name() + ", norm " + norm);
      }
    }
  }

  private static double norm(float[] gradient, Segment segment) {
    double squares = 0;
    for (int i = segment.offset(); i < segment.end(); i++) {
      squares += (double) gradient[i] * gradient[i];
    }
    return Math.sqrt(squares);
  }

  private static float[] moved(float[] at, float[] gradient, Segment segment, double step) {
    float[] moved = at.clone();
    for (int i = segment.offset(); i < segment.end(); i++) {
      moved[i] += (float) (step * gradient[i]);
    }
    return moved;
  }

  private static double loss(ComputationGraph graph, Network network, float[] parameters) {
    graph.params().assign(FlatArrays.vector(parameters));
    Samples.computeGradient(graph, network.description(), SAMPLES, 5);
    return graph.score();
  }
}

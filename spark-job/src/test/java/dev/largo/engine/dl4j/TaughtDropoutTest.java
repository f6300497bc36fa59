package dev.largo.engine.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.data.ImageShape;
import dev.largo.data.MicroBatch;
import dev.largo.data.TeacherTargets;
import dev.largo.engine.NoiseSource;
import dev.largo.engine.TestNetworks;
import dev.largo.model.NetworkDescription;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

/** With teachers a gradient takes two forward passes, which must drop the same activations. */
final class TaughtDropoutTest {
  private static final ImageShape SHAPE = new ImageShape(1, 4, 4);
  private static final int SAMPLES = 6;

  @Test
  void bothPassesDropTheSame() throws Exception {
    MicroBatch batch = NoiseSource.batch(SAMPLES, SHAPE, TestNetworks.CLASSES, 3);
    float[] anything = new float[SAMPLES * TestNetworks.CLASSES];
    Arrays.fill(anything, 1f / TestNetworks.CLASSES);
    try (Dl4jEngine engine = new Dl4jEngine(network(), 1)) {
      engine.setParameters(TestNetworks.parameters(engine.layout(), 5));
      float[] untaught = gradient(engine, batch, 1);
      float[] otherMask = gradient(engine, batch, 2);

      // Of so little weight that nothing of the teachers is left.
      batch.teach(new TeacherTargets(anything, 1, 1e-9));
      float[] taught = gradient(engine, batch, 1);

      assertTrue(distance(untaught, otherMask) > 0.1, "dropout makes a difference");
      assertEquals(0, distance(untaught, taught), 1e-4);
    }
  }

  private static float[] gradient(Dl4jEngine engine, MicroBatch batch, long seed) {
    engine.computeGradient(batch, seed);
    FloatBuffer buffer = engine.gradientVector();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static double distance(float[] one, float[] other) {
    double squares = 0;
    for (int i = 0; i < one.length; i++) {
      squares += (one[i] - other[i]) * (double) (one[i] - other[i]);
    }
    return Math.sqrt(squares);
  }

  private static NetworkDescription network() {
    GraphBuilder graph = TestNetworks.graph(SHAPE);
    graph.addLayer(
        "hidden",
        new DenseLayer.Builder().nOut(20).activation(Activation.TANH).dropOut(0.6).build(),
        "in");
    graph.addLayer("drop", new DropoutLayer.Builder(0.5).build(), "hidden");
    return TestNetworks.finish(graph, SHAPE, "drop");
  }
}

package dev.largo.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.Precision;
import dev.largo.data.ImageShape;
import dev.largo.data.MicroBatch;
import dev.largo.engine.NoiseSource;
import dev.largo.engine.TestNetworks;
import dev.largo.engine.graph.GraphReader;
import dev.largo.engine.graph.LayerGraph;
import dev.largo.engine.graph.Operator;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

final class EngineMemoryTest {
  private static final long MIB = 1 << 20;

  @Test
  void planSaysWhatTheEngineTakes() throws Exception {
    ImageShape shape = new ImageShape(3, 64, 64);
    LayerGraph graph = GraphReader.read(TestNetworks.builtIn("resnet-18", shape));
    MicroBatch batch = NoiseSource.batch(16, shape, TestNetworks.CLASSES, 1);
    long planned = OneDnnEngine.bytes(graph, 16, 1, Precision.FP32);
    long before = Pointer.totalBytes();
    try (OneDnnEngine engine = new OneDnnEngine(graph, 1, Precision.FP32)) {
      engine.setParameters(TestNetworks.parameters(graph.layout(), 1));
      double loss = engine.computeGradient(batch, 1).loss();
      assertTrue(loss > 0);
      assertEquals(16, engine.score(batch).samples());

      // A smaller rest takes the place of what was there.
      assertEquals(7, engine.score(NoiseSource.batch(7, shape, TestNetworks.CLASSES, 1)).samples());
      assertEquals(16, engine.score(batch).samples());
      long taken = Pointer.totalBytes() - before;
      assertTrue(Math.abs(taken - planned) < planned / 50, () -> taken + ", planned " + planned);
    }
    assertTrue(Pointer.totalBytes() - before < MIB, "closing gives it back");
  }

  @Test
  void gradientsOfActivationsTakeThePlaceOfWhatIsDone() throws Exception {
    ImageShape shape = new ImageShape(3, 64, 64);
    LayerGraph graph = GraphReader.read(TestNetworks.builtIn("resnet-20", shape));
    long values = 0;
    for (Operator operator : graph.operators()) {
      values += operator.output().values();
    }
    long activations = 32L * Float.BYTES * values;
    try (Device device = new Device();
        FlatVectors vectors = new FlatVectors(graph.layout().size());
        Plan training = new Plan(device, vectors, graph, 32, true, Rounding.NONE);
        Plan scoring = new Plan(device, vectors, graph, 32, false, Rounding.NONE)) {
      assertTrue(training.bytes() < activations, () -> training.bytes() + " of " + activations);
      assertTrue(scoring.bytes() < activations / 5, () -> scoring.bytes() + " of " + activations);
    }
  }

  @Test
  void doesNotGrowOverFiveThousandSteps() throws Exception {
    ImageShape shape = new ImageShape(1, 28, 28);
    LayerGraph graph = GraphReader.read(TestNetworks.builtIn("lenet", shape));
    MicroBatch batch = NoiseSource.batch(2, shape, TestNetworks.CLASSES, 1);
    float[] parameters = TestNetworks.parameters(graph.layout(), 1);
    try (OneDnnEngine engine = new OneDnnEngine(graph, 1, Precision.FP32)) {
      double loss = steps(engine, parameters, batch, 500);
      long tracked = Pointer.totalBytes();
      long resident = Pointer.physicalBytes();

      assertEquals(loss, steps(engine, parameters, batch, 5000), "the same every time");

      assertEquals(tracked, Pointer.totalBytes());
      long growth = Pointer.physicalBytes() - resident;
      assertTrue(growth < 64 * MIB, () -> "grew by " + growth / MIB + " MiB");
    }
  }

  private static double steps(
      OneDnnEngine engine, float[] parameters, MicroBatch batch, int count) {
    double loss = 0;
    for (int i = 0; i < count; i++) {
      engine.setParameters(parameters);
      loss = engine.computeGradient(batch, i).loss();
    }
    return loss;
  }
}

package dev.largo.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.data.MicroBatch;
import dev.largo.model.Graphs;
import dev.largo.model.Layouts;
import dev.largo.model.NetworkDescription;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Segment;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradients that engines are held against are slopes of the loss. */
final class ReferenceGradientTest {
  private static final int PLACES = 6;

  @ParameterizedTest
  @MethodSource("dev.largo.engine.LayerNetworks#all")
  void equalsCentredDifferences(String name, NetworkDescription network) throws Exception {
    ParameterLayout layout = Layouts.of(Graphs.build(network));
    MicroBatch batch = NoiseSource.batch(7, network.input(), network.classes(), 11);
    double[] at = Reference.widen(TestNetworks.parameters(layout, 11));
    Reference reference = new Reference(network, batch);
    double[] gradient = reference.gradient(at);
    Random random = new Random(4);
    for (Segment segment : layout.segments()) {
      for (int k = 0; segment.trainable() && k < PLACES; k++) {
        int place = segment.offset() + random.nextInt(segment.length());
        double slope = Slopes.centred(reference::loss, at, place);
        assertEquals(slope, gradient[place], 1e-6 * Math.max(1, Math.abs(slope)), segment.name());
      }
    }
  }
}

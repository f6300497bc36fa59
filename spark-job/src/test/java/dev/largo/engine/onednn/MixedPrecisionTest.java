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
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MixedPrecisionTest {
  private static final int SAMPLES = 8;

  private LayerGraph graph;
  private MicroBatch batch;
  private float[] parameters;

  @BeforeEach
  void shallow() throws Exception {
    network("lenet");
  }

  private void network(String name) throws Exception {
    ImageShape shape = new ImageShape(3, 16, 16);
    graph = GraphReader.read(TestNetworks.builtIn(name, shape));
    batch = NoiseSource.batch(SAMPLES, shape, TestNetworks.CLASSES, 3);
    parameters = TestNetworks.parameters(graph.layout(), 3);
  }

  private float[] gradient(Precision precision, double lossScale) {
    try (OneDnnEngine engine = new OneDnnEngine(graph, 1, precision)) {
      engine.setParameters(parameters);
      double loss = engine.computeGradient(batch, 1, lossScale).loss();
      assertTrue(loss > 0);
      FloatBuffer view = engine.gradientVector();
      float[] copy = new float[view.remaining()];
      view.get(copy);
      return copy;
    }
  }

  /** Relative distance of the whole gradients, without running statistics. */
  private double distance(float[] expected, float[] found, double scale) {
    double squares = 0;
    double all = 0;
    for (Segment segment : graph.layout().segments()) {
      for (int i = segment.offset(); segment.trainable() && i < segment.end(); i++) {
        squares += Math.pow(found[i] / scale - expected[i], 2);
        all += (double) expected[i] * expected[i];
      }
    }
    return Math.sqrt(squares / all);
  }

  /**
   * Roundings of up to e = 2^-9 and 2^-12 turn about a share e of the maxima and ReLUs, which moves
   * the gradient by about the root of e.
   */
  @ParameterizedTest
  @CsvSource({"BF16, 1, 0.02, 0.12", "FP16, 1024, 0.004, 0.03"})
  void gradientIsThatOfFloat32ButForRounding(
      Precision precision, double lossScale, double least, double most) {
    double distance =
        distance(gradient(Precision.FP32, 1), gradient(precision, lossScale), lossScale);

    assertTrue(distance > least && distance < most, "relative distance " + distance);
  }

  @ParameterizedTest
  @CsvSource({"BF16", "FP16"})
  void gradientsOfWeightsAreNumbersOfTheFormatAndStatisticsAreNot(Precision precision)
      throws Exception {
    network("resnet-20");
    float[] gradient = gradient(precision, 64);
    Rounding rounding = Rounding.of(precision);
    int rounded = 0;
    int all = 0;
    for (Segment segment : graph.layout().segments()) {
      for (int i = segment.offset(); i < segment.end(); i++) {
        int bits = Float.floatToRawIntBits(gradient[i]);
        if (segment.role() == Role.WEIGHT) {
          assertEquals(rounding.round(bits), bits, segment.name());
        } else if (segment.role() == Role.RUNNING_STATISTIC) {
          rounded += rounding.round(bits) == bits ? 1 : 0;
          all++;
        }
      }
    }
    assertTrue(rounded < all / 10, "statistics stay in float32");
  }

  @Test
  void lossScaleKeepsSmallGradientsOfHalfPrecision() {
    float[] exact = gradient(Precision.FP32, 1);
    double small = 0x1p-20;

    float[] lost = gradient(Precision.FP16, small);
    float[] kept = gradient(Precision.FP16, 256);

    assertTrue(distance(exact, lost, small) > 0.5, "gradients of 2^-20 underflow");
    assertTrue(distance(exact, kept, 256) < 0.03);
  }

  @Test
  void lossScaleThatIsTooLargeShowsInTheGradient() {
    float[] gradient = gradient(Precision.FP16, 1 << 24);

    int broken = 0;
    for (float g : gradient) {
      broken += Float.isFinite(g) ? 0 : 1;
    }
    assertTrue(broken > 0);
  }

  @Test
  void gradientOfTheLogitsIsInTheFormatToo() {
    // p - y times 2^20 does not fit into half precision, whatever becomes of it further on.
    float[] gradient = gradient(Precision.FP16, 1 << 20);
    Segment bias =
        graph.layout().segments().stream()
            .filter(s -> s.role() == Role.BIAS)
            .reduce((first, last) -> last)
            .orElseThrow();
    for (int i = bias.offset(); i < bias.end(); i++) {
      assertTrue(!Float.isFinite(gradient[i]), "bias " + i + ": " + gradient[i]);
    }
  }

  @Test
  void runningStatisticsAreNotScaled() throws Exception {
    network("resnet-20");
    float[] plain = gradient(Precision.FP32, 1);
    float[] scaled = gradient(Precision.FP32, 4);
    for (Segment segment : graph.layout().segments()) {
      for (int i = segment.offset(); i < segment.end(); i++) {
        float factor = segment.trainable() ? 4 : 1;
        assertEquals(factor * plain[i], scaled[i], segment.name());
      }
    }
  }
}

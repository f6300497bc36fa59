package dev.largo.engine.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.EngineConfig;
import dev.largo.config.EngineKind;
import dev.largo.config.LossScaleConfig;
import dev.largo.config.Precision;
import dev.largo.data.ImageShape;
import dev.largo.engine.GradientEngine;
import dev.largo.engine.NoiseSource;
import dev.largo.engine.TestNetworks;
import dev.largo.engine.dl4j.Dl4jEngine;
import dev.largo.engine.onednn.OneDnnEngine;
import dev.largo.model.ModelException;
import dev.largo.model.NetworkDescription;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EngineChoiceTest {
  private static final ImageShape SHAPE = new ImageShape(3, 28, 28);

  private static EngineConfig config(EngineKind kind, Precision precision) {
    boolean emulate = precision != Precision.FP32;
    return new EngineConfig(kind, 1, precision, emulate, new LossScaleConfig(65536, 2, 0.5, 2000));
  }

  /** A network with a layer that the compiled engine does not know. */
  private static NetworkDescription unknown() {
    return TestNetworks.finish(
        TestNetworks.graph(SHAPE)
            .addLayer("lrn", new LocalResponseNormalization.Builder().build(), "in"),
        SHAPE,
        "lrn");
  }

  @Test
  void compilesANetworkOfKnownLayers() throws Exception {
    EngineChoice choice =
        EngineChoice.of(
            TestNetworks.builtIn("lenet", SHAPE), config(EngineKind.AUTO, Precision.FP32));

    assertEquals(EngineKind.ONEDNN, choice.kind());
    assertNull(choice.obstacle());
    try (GradientEngine engine = choice.open()) {
      assertInstanceOf(OneDnnEngine.class, engine);
    }
    assertTrue(choice.replicaBytes(64).getAsLong() > 4 * 64 * 12_000);
  }

  @Test
  void fallsBackForWhatItDoesNotKnow() throws Exception {
    EngineChoice choice = EngineChoice.of(unknown(), config(EngineKind.AUTO, Precision.FP32));

    assertEquals(EngineKind.DL4J, choice.kind());
    assertEquals("lrn: LocalResponseNormalization", choice.obstacle());
    try (GradientEngine engine = choice.open()) {
      assertInstanceOf(Dl4jEngine.class, engine);
      engine.setParameters(TestNetworks.parameters(engine.layout(), 1));
      double loss =
          engine.computeGradient(NoiseSource.batch(4, SHAPE, TestNetworks.CLASSES, 1), 1).loss();
      assertTrue(loss > 0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "f1, none",
        "f2, none",
        "c1, dropout3: dropout",
        "c2, dropout1: dropout",
      })
  void compilesNetworksWithoutDropoutAlone(String name, @Nullable String obstacle)
      throws Exception {
    EngineChoice choice =
        EngineChoice.of(TestNetworks.builtIn(name, SHAPE), config(EngineKind.AUTO, Precision.FP32));

    assertEquals(obstacle, choice.obstacle());
    assertEquals(obstacle == null ? EngineKind.ONEDNN : EngineKind.DL4J, choice.kind());
    assertTrue(choice.replicaBytes(64).getAsLong() > 4L * 64 * SHAPE.values());
  }

  @Test
  void refusesToCompileWhatItDoesNotKnow() {
    ModelException e =
        assertThrows(
            ModelException.class,
            () -> EngineChoice.of(unknown(), config(EngineKind.ONEDNN, Precision.FP32)));

    assertEquals(
        "engine.kind: onednn does not know lrn: LocalResponseNormalization; use auto or dl4j",
        e.getMessage());
  }

  @Test
  void canBeTurnedOff() throws Exception {
    EngineChoice choice =
        EngineChoice.of(
            TestNetworks.builtIn("lenet", SHAPE), config(EngineKind.DL4J, Precision.FP32));

    assertEquals(EngineKind.DL4J, choice.kind());
    assertNull(choice.obstacle());
    try (GradientEngine engine = choice.open()) {
      assertInstanceOf(Dl4jEngine.class, engine);
    }
  }

  @Test
  void mixedPrecisionNeedsTheCompiledEngine() {
    ModelException off =
        assertThrows(
            ModelException.class,
            () -> EngineChoice.of(unknown(), config(EngineKind.DL4J, Precision.BF16)));
    ModelException fallback =
        assertThrows(
            ModelException.class,
            () -> EngineChoice.of(unknown(), config(EngineKind.AUTO, Precision.FP16)));

    assertEquals(
        "engine.precision: only the onednn engine has others than fp32, and engine.kind is dl4j",
        off.getMessage());
    assertEquals(
        "engine.precision: only the onednn engine has others than fp32, and it does not know lrn:"
            + " LocalResponseNormalization",
        fallback.getMessage());
  }
}

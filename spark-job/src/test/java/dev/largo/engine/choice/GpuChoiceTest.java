package dev.largo.engine.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.largo.config.EngineConfig;
import dev.largo.config.EngineKind;
import dev.largo.config.LossScaleConfig;
import dev.largo.config.Precision;
import dev.largo.data.ImageShape;
import dev.largo.engine.TestNetworks;
import dev.largo.model.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GpuChoiceTest {
  @ParameterizedTest
  @CsvSource({
    "AUTO, true, DL4J",
    "AUTO, false, ONEDNN",
    "ONEDNN, true, ONEDNN",
    "ONEDNN, false, ONEDNN",
    "DL4J, true, DL4J",
    "DL4J, false, DL4J"
  })
  void autoComputesOnTheGpu(EngineKind asked, boolean gpu, EngineKind chosen) throws Exception {
    EngineChoice choice = choose(asked, Precision.FP32, gpu);
    assertEquals(chosen, choice.kind());
    assertNull(choice.obstacle());
  }

  @Test
  void refusesMixedPrecisionThere() throws Exception {
    assertEquals(EngineKind.ONEDNN, choose(EngineKind.ONEDNN, Precision.BF16, true).kind());
    assertEquals(
        "engine.precision: only the onednn engine has others than fp32, and auto is dl4j, on the"
            + " GPU",
        assertThrows(ModelException.class, () -> choose(EngineKind.AUTO, Precision.BF16, true))
            .getMessage());
  }

  private static EngineChoice choose(EngineKind kind, Precision precision, boolean gpu)
      throws Exception {
    return EngineChoice.of(
        TestNetworks.builtIn("lenet", new ImageShape(1, 28, 28)),
        new EngineConfig(kind, 1, precision, true, new LossScaleConfig(65536, 2, 0.5, 2000)),
        gpu);
  }
}

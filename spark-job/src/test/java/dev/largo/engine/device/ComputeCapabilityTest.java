package dev.largo.engine.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ComputeCapabilityTest {
  @ParameterizedTest
  @ValueSource(strings = {"3.7", "8.0", "8.6", "9.0", "10.0", "12.1"})
  void readsWhatItWrites(String text) {
    assertEquals(text, ComputeCapability.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "8.", ".6", "8.6.1", "-8.6", "8,6", "sm_86", " 8.6", "8.6a"})
  void refusesWhatIsNone(String text) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> ComputeCapability.parse(text));
    assertEquals(
        "compute capability '" + text + "': write two numbers, for example 8.6",
        refused.getMessage());
  }

  @Test
  void refusesNumbersThatNoGpuHas() {
    assertThrows(IllegalArgumentException.class, () -> new ComputeCapability(0, 9));
    assertThrows(IllegalArgumentException.class, () -> new ComputeCapability(8, -1));
    assertThrows(IllegalArgumentException.class, () -> ComputeCapability.parse("0.0"));
  }

  @Test
  void comparesAsNumbersNotAsText() {
    List<String> sorted =
        Stream.of("10.0", "8.6", "9.0", "8.0", "3.7", "12.0", "8.9")
            .map(ComputeCapability::parse)
            .sorted()
            .map(ComputeCapability::toString)
            .toList();
    assertEquals(List.of("3.7", "8.0", "8.6", "8.9", "9.0", "10.0", "12.0"), sorted);
  }

  @ParameterizedTest
  @CsvSource({
    "8.6, 8.6, true",
    "8.9, 8.6, true",
    "8.9, 8.0, true",
    "8.0, 8.6, false",
    "9.0, 8.6, false",
    "7.5, 8.0, false",
    "10.0, 9.0, false"
  })
  void codeRunsInItsGenerationFromItsMinorOn(String gpu, String code, boolean runs) {
    assertEquals(runs, ComputeCapability.parse(gpu).runs(ComputeCapability.parse(code)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3.7", "5.0", "5.2", "5.3", "6.0", "6.1", "6.2", "7.0", "7.2", "7.5", "8.0", "8.6", "8.7",
        "8.9"
      })
  void nd4jRunsOn(String gpu) {
    assertTrue(MachineCode.ND4J.runsOn(ComputeCapability.parse(gpu)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.3", "2.1", "3.0", "3.5", "4.0", "9.0", "10.0", "10.3", "12.0"})
  void nd4jDoesNotRunOn(String gpu) {
    assertFalse(MachineCode.ND4J.runsOn(ComputeCapability.parse(gpu)));
  }

  @Test
  void listsWhatNd4jWasCompiledFor() {
    assertEquals("3.7, 5.0, 5.2, 6.0, 6.1, 7.0, 7.5, 8.0, 8.6", MachineCode.ND4J.toString());
  }
}

package dev.largo.engine.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CudaVersionTest {
  @ParameterizedTest
  @CsvSource({"11060, 11.6", "12040, 12.4", "10020, 10.2", "9000, 9.0", "13000, 13.0", "0, 0.0"})
  void readsCudasOwnNumbers(int number, String version) {
    assertEquals(version, CudaVersion.ofNumber(number).toString());
  }
}

package dev.largo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfFilesTest {
  /** Surefire sets basedir to the module's folder. */
  private static final Path CONF = Path.of(System.getProperty("basedir", "."), "..", "conf");

  static List<Path> runs() throws IOException {
    try (Stream<Path> files = Files.list(CONF)) {
      return files
          .filter(file -> file.toString().endsWith(".conf"))
          .filter(file -> !file.endsWith("reference.conf"))
          .filter(
              file -> !file.getFileName().toString().matches("(study|search|spark-defaults)-.*"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void everyConfigurationLoads(Path file) {
    LargoConfig config = ConfigLoader.load(file, List.of());

    assertFalse(config.name().isBlank());
    assertTrue(config.batch().microBatches() >= 2, "two workers must find work in a step");
    assertEquals(config, ConfigLoader.load("config.conf", ConfigLoader.render(config), List.of()));
  }
}

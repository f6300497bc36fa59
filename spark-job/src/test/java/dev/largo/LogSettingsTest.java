package dev.largo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code conf/log4j2.properties}, which is in the jar and is what the launcher gives. */
final class LogSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "org.apache.spark.storage.memory.MemoryStore, WARN",
    "org.nd4j.linalg.factory.Nd4jBackend, WARN",
    "org.deeplearning4j.nn.graph.ComputationGraph, WARN",
    "org.deeplearning4j.optimize.listeners.PerformanceListener, INFO",
    "dev.largo.engine.device.CpuAccelerator, INFO",
  })
  void whoMaySpeak(String logger, String least) {
    Path file = Path.of(System.getProperty("basedir", ".")).resolve("../conf/log4j2.properties");
    try (LoggerContext context = new LoggerContext("read")) {
      Configuration settings =
          ConfigurationFactory.getInstance().getConfiguration(context, "read", file.toUri());
      settings.initialize();

      assertEquals(Level.valueOf(least), settings.getLoggerConfig(logger).getLevel());
    }
  }
}

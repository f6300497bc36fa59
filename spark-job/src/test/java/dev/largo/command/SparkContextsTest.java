package dev.largo.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SparkContextsTest {
  /** A cluster's own defaults, as spark-submit hands them on. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "spark.speculation", "true",
          "spark.serializer", "org.apache.spark.serializer.KryoSerializer",
          "spark.app.name", "mine");

  @BeforeEach
  void set() {
    DEFAULTS.forEach(System::setProperty);
  }

  @AfterEach
  void clear() {
    DEFAULTS.keySet().forEach(System::clearProperty);
  }

  @Test
  void speculationAndKryoAreOffWhateverTheClusterHas() {
    SparkConf conf = SparkContexts.settings("run", "yarn", Map.of());

    assertEquals("false", conf.get("spark.speculation"));
    assertEquals("org.apache.spark.serializer.JavaSerializer", conf.get("spark.serializer"));
    assertEquals("mine", conf.get("spark.app.name"));
    assertFalse(conf.contains("spark.driver.host"), "of the embedded Spark alone");
  }

  @Test
  void anApplicationWithoutANameOfItsOwnIsCalledByItsRun() {
    System.setProperty("spark.app.name", "dev.largo.Largo"); // As spark-submit does.

    assertEquals(
        "largo run", SparkContexts.settings("run", "yarn", Map.of()).get("spark.app.name"));
  }

  @Test
  void settingsForTheLogAreThoseBesideSparksClasses(@TempDir Path conf) throws Exception {
    try (URLClassLoader spark = new URLClassLoader(new URL[] {conf.toUri().toURL()}, null)) {
      assertFalse(SparkContexts.hasLogSettings(spark));
      Files.writeString(conf.resolve("log4j2.properties"), "rootLogger.level = info");
      assertTrue(SparkContexts.hasLogSettings(spark));
    }
  }

  @Test
  void whatIsAskedForInTheUsersPlaceIsSet() {
    SparkConf conf = SparkContexts.settings("run", "yarn", Map.of("spark.executor.instances", "3"));

    assertEquals("3", conf.get("spark.executor.instances"));
  }
}

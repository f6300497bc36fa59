package dev.largo.spark.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.AggregationMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.util.Utils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.collection.JavaConverters;

/** The settings that come with Largo, read by Spark. */
final class SparkDefaultsTest {
  private static final Path DIRECTORY =
      Path.of(System.getProperty("basedir", ".")).resolve("../conf");
  private static final Versions RIGHT = new Versions("3.5.5", "2.12.18");

  private static SparkConf read(Path file, String master) {
    SparkConf conf = new SparkConf(false).set("spark.master", master);
    Map<String, String> settings =
        JavaConverters.mapAsJavaMap(Utils.getPropertiesFromFile(file.toString()));
    settings.forEach(conf::set);
    return conf;
  }

  @ParameterizedTest
  @CsvSource({
    "cpu, false, spark://h:7077",
    "cpu, false, yarn",
    "gpu, true, spark://h:7077",
    "gpu, true, k8s://https://h:6443"
  })
  void passThePreflightChecks(String name, boolean gpuBuild, String master) {
    SparkConf conf = read(DIRECTORY.resolve("spark-defaults-" + name + ".conf"), master);

    assertEquals(
        List.of(),
        Preflight.check(
            new Setup(
                conf,
                AggregationMode.ALL_REDUCE,
                16,
                Demand.ALONE,
                1,
                gpuBuild,
                OptionalLong.of(500 << 20)),
            RIGHT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "gpu"})
  void everyKeyIsSparksOrLargosAndEverySettingHasAReason(String name) throws Exception {
    List<String> lines = Files.readAllLines(DIRECTORY.resolve("spark-defaults-" + name + ".conf"));
    Pattern setting = Pattern.compile("(# )?spark\\.[\\w.]+ {2,}\\S.*");

    String before = "";
    for (String line : lines) {
      if (setting.matcher(line).matches()) {
        assertTrue(before.startsWith("# ") || setting.matcher(before).matches(), line);
      } else {
        assertTrue(line.isEmpty() || line.startsWith("# "), line);
      }
      before = line;
    }
  }
}

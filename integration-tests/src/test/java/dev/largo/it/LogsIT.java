package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log holds. */
final class LogsIT {
  private static final Path SETTINGS =
      Path.of(System.getProperty("basedir", "."))
          .resolve("../conf/log4j2.properties")
          .toAbsolutePath()
          .normalize();

  @TempDir Path directory;

  /** Somebody raised the level of all, to see what Spark does. */
  @Test
  void atInfoDeeplearning4jKeepsQuietAndSparkSpeaks() throws Exception {
    TinySet set = new TinySet(directory);
    Path settings = directory.resolve("info.properties");
    String raised =
        Files.readString(SETTINGS)
            .replace("rootLogger.level = warn", "rootLogger.level = info")
            .replace("%c{1}", "%c");
    Files.writeString(settings, raised);
    Path log = directory.resolve("train.log");

    Process process =
        Cli.start(
            directory,
            log,
            List.of("-Dlog4j2.configurationFile=" + settings),
            Map.of("SPARK_LOCAL_IP", "127.0.0.1"),
            set.train("info", "workers=2", "engine.kind=dl4j"));
    boolean ended = process.waitFor(180, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertTrue(ended, () -> StandaloneCluster.read(log));

    String said = Files.readString(log);
    assertEquals(0, process.exitValue(), said);
    List<String> lines = said.lines().filter(line -> line.contains(" INFO ")).toList();
    assertTrue(lines.stream().anyMatch(line -> line.contains(" org.apache.spark.")), said);
    assertEquals(
        List.of(),
        lines.stream()
            .filter(line -> line.matches(".* INFO org\\.(nd4j|deeplearning4j)\\..*"))
            .toList());
  }
}

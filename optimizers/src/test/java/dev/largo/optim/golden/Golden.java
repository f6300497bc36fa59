package dev.largo.optim.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The folder of golden files: system property {@code golden.dir}, else {@code
 * ${shared.dir}/golden}.
 */
public final class Golden {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Golden() {}

  /** The folder; the calling test is skipped where there is none. */
  public static Path directory() {
    Path directory =
        Path.of(
            System.getProperty(
                "golden.dir", System.getProperty("shared.dir", "shared") + "/golden"));
    Assumptions.assumeTrue(Files.isDirectory(directory), "no golden files at " + directory);
    return directory;
  }

  /** Whether {@code golden.dir} names another folder than the shared one. */
  public static boolean elsewhere() {
    return System.getProperty("golden.dir") != null;
  }

  /** The JSON document at a path below the folder; the calling test is skipped without it. */
  public static JsonNode read(String path) {
    Path file = directory().resolve(path);
    Assumptions.assumeTrue(Files.isRegularFile(file), "no golden file " + file);
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names, without {@code .json}, of the files in a folder below the folder, sorted. */
  public static List<String> names(String folder) {
    try (Stream<Path> files = Files.list(directory().resolve(folder))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JSON array of numbers. */
  public static double[] numbers(JsonNode array) {
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).asDouble();
    }
    return numbers;
  }
}

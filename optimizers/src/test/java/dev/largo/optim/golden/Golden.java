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
 * The folder of golden files: system property {@code golden.dir}, relative to where Maven was
 * started; else {@code ${shared.dir}/golden}.
 */
public final class Golden {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Golden() {}

  /**
   * The folder; without the usual one the calling test is skipped, without a given one it fails.
   */
  public static Path directory() {
    return required(folder(), Files.isDirectory(folder()));
  }

  /** Whether {@code golden.dir} names another folder than the shared one. */
  public static boolean elsewhere() {
    return System.getProperty("golden.dir") != null;
  }

  private static Path folder() {
    String given = System.getProperty("golden.dir");
    return given == null
        ? Path.of(System.getProperty("shared.dir", "shared"), "golden")
        : Path.of(System.getProperty("start.dir", "")).resolve(given);
  }

  private static Path required(Path path, boolean isThere) {
    if (!isThere && elsewhere()) {
      throw new IllegalStateException("golden.dir: there is no " + path.toAbsolutePath());
    }
    Assumptions.assumeTrue(isThere, "there is no " + path);
    return path;
  }

  /** The JSON document at a path below the folder, which has to be there as the folder has. */
  public static JsonNode read(String path) {
    Path file = directory().resolve(path);
    try {
      return JSON.readTree(required(file, Files.isRegularFile(file)).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names, without {@code .json}, of the files in a folder below the folder, sorted. */
  public static List<String> names(String folder) {
    Path directory = directory().resolve(folder);
    try (Stream<Path> files = Files.list(required(directory, Files.isDirectory(directory)))) {
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

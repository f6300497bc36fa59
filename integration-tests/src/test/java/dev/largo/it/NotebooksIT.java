package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The notebooks: as they are saved, and executed anew on the samples that lie beside them. */
final class NotebooksIT {
  private static final Path NOTEBOOKS =
      Path.of(System.getProperty("basedir", ".")).resolve("../notebooks");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where a machine keeps its files; pictures, in base64, are not searched. */
  private static final Pattern PLACE =
      Pattern.compile("(?<![\\w.])/(home|root|tmp|work|usr|var|opt|mnt|Users)/");

  /** A cell with this draws, and so has a picture. */
  private static final String DRAWS = "plt.subplots(";

  @TempDir Path temporary;

  @Test
  void savedOutputsAreWhole() throws IOException {
    List<Path> notebooks = notebooks(NOTEBOOKS);

    assertEquals(4, notebooks.size(), notebooks::toString);
    assertAll(notebooks.stream().map(notebook -> () -> assertWhole(notebook)));
  }

  @Test
  void executedAnewTheyShowTheSameKindsOfOutputs() throws Exception {
    Commands.required("jupyter-nbconvert", "the notebooks are not executed");
    copy(NOTEBOOKS, temporary);

    Commands.Output executed = Commands.output(temporary.resolve("run.sh").toString());

    assertEquals(0, executed.status(), executed.text());
    for (Path notebook : notebooks(temporary)) {
      assertWhole(notebook);
      assertEquals(
          outputs(NOTEBOOKS.resolve(notebook.getFileName().toString())),
          outputs(notebook),
          () -> notebook.getFileName() + ": its saved outputs are old; run notebooks/run.sh");
    }
  }

  @Test
  void samplesTellOfNoMachine() throws IOException {
    try (Stream<Path> files = Files.walk(NOTEBOOKS.resolve("samples"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(
            PLACE.matcher(Files.readString(file)).find(), file + ": names a place of a machine");
      }
    }
  }

  private static List<Path> notebooks(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  private static List<JsonNode> codeCells(Path notebook) throws IOException {
    List<JsonNode> cells = new ArrayList<>();
    for (JsonNode cell : JSON.readTree(notebook.toFile()).path("cells")) {
      if (cell.path("cell_type").asText().equals("code")) {
        cells.add(cell);
      }
    }
    return cells;
  }

  /** Every cell executed, in order, without errors, and what draws has its picture. */
  private static void assertWhole(Path notebook) throws IOException {
    int order = 0;
    int pictures = 0;
    for (JsonNode cell : codeCells(notebook)) {
      order++;
      String where = notebook.getFileName() + ", code cell " + order;
      assertEquals(order, cell.path("execution_count").asInt(), where);
      List<String> kinds = cell.path("outputs").findValuesAsText("output_type");
      assertFalse(kinds.contains("error"), where + ": ended with an error");
      assertFalse(
          cell.path("outputs").findValuesAsText("name").contains("stderr"),
          where + ": has warnings");
      if (cell.path("source").toString().contains(DRAWS)) {
        assertFalse(
            cell.path("outputs").findPath("image/png").isMissingNode(), where + ": has no picture");
        pictures++;
      }
      assertFalse(PLACE.matcher(texts(cell)).find(), where + ": names a place of a machine");
    }
    assertTrue(pictures >= 4, notebook + " has " + pictures + " pictures");
  }

  private static String texts(JsonNode cell) {
    StringBuilder texts = new StringBuilder();
    for (JsonNode output : cell.path("outputs")) {
      texts.append(output.path("text"));
      for (String kind : List.of("text/plain", "text/html")) {
        texts.append(output.path("data").path(kind));
      }
    }
    return texts.toString();
  }

  /** For each code cell what kinds of outputs it has. */
  private static List<List<String>> outputs(Path notebook) throws IOException {
    List<List<String>> all = new ArrayList<>();
    for (JsonNode cell : codeCells(notebook)) {
      List<String> kinds = new ArrayList<>();
      for (JsonNode output : cell.path("outputs")) {
        output.path("data").fieldNames().forEachRemaining(kinds::add);
        kinds.add(output.path("output_type").asText());
      }
      all.add(kinds);
    }
    return all;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}

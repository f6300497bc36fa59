package dev.largo.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.largo.model.ModelArchive;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Slice;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A committed checkpoint: a directory with {@code model.zip}, one {@code state-FROM-TO.bin} a
 * slice, and {@code manifest.json} with the size and SHA-256 of each.
 */
public final class Checkpoint {
  /** The file of a model, in the directory of a checkpoint or an average. */
  public static final String MODEL = "model.zip";

  static final String MANIFEST = "manifest.json";
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileSystem fileSystem;
  private final Path directory;
  private final long step;

  Checkpoint(FileSystem fileSystem, Path directory, long step) {
    this.fileSystem = fileSystem;
    this.directory = directory;
    this.step = step;
  }

  /** The last step whose update it holds. */
  public long step() {
    return step;
  }

  /** The file with network and parameters. */
  public Path model() {
    return new Path(directory, MODEL);
  }

  /** The parameters, in the layout's order. */
  public float[] parameters() throws IOException {
    try (InputStream in = new BufferedInputStream(fileSystem.open(model()))) {
      return ModelArchive.readParameters(in);
    }
  }

  /** How the parameters lie. */
  public ParameterLayout layout() throws IOException {
    try (InputStream in = new BufferedInputStream(fileSystem.open(model()))) {
      return ModelArchive.readLayout(in);
    }
  }

  /** The network it holds, as Deeplearning4j's configuration JSON. */
  public String configurationJson() throws IOException {
    try (InputStream in = new BufferedInputStream(fileSystem.open(model()))) {
      return ModelArchive.readConfiguration(in);
    }
  }

  /** The state of any slice, whatever the slices were when it was written. */
  SliceState state(Slice slice) throws IOException {
    SliceState state = new SliceState(slice);
    Iterator<String> names = manifest().path("files").fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (name.startsWith("state-")) {
        try (InputStream in = new BufferedInputStream(fileSystem.open(new Path(directory, name)))) {
          state.copyFrom(SliceState.read(in));
        }
      }
    }
    return state;
  }

  /** Lists every file with its size and checksum; to be called when all of them are written. */
  static void writeManifest(
      FileSystem fileSystem, Path directory, long step, List<WrittenFile> written)
      throws IOException {
    ObjectNode manifest = JSON.createObjectNode();
    manifest.put("format", FORMAT).put("step", step);
    ObjectNode files = manifest.putObject("files");
    for (WrittenFile file : written) {
      files.putObject(file.name()).put("bytes", file.bytes()).put("sha256", file.sha256());
    }
    byte[] json = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
    Storage.write(fileSystem, new Path(directory, MANIFEST), out -> out.write(json));
  }

  /** The name of the file with a slice's state. */
  static String stateFile(Slice slice) {
    return String.format(Locale.ROOT, "state-%d-%d.bin", slice.from(), slice.to());
  }

  /**
   * Compares every file with the manifest.
   *
   * @return what is not as it was written, or null if all is
   * @throws IOException if the file system fails: nothing is known then
   */
  public @Nullable String defect() throws IOException {
    JsonNode manifest;
    try {
      manifest = manifest();
    } catch (FileNotFoundException e) {
      return "it has no " + MANIFEST;
    } catch (JsonProcessingException e) {
      return MANIFEST + " is torn";
    }
    if (manifest.path("format").asInt() != FORMAT || manifest.path("step").asLong(-1) != step) {
      return MANIFEST + " is not of step " + step;
    }
    Iterator<Map.Entry<String, JsonNode>> files = manifest.path("files").fields();
    boolean model = false;
    while (files.hasNext()) {
      Map.Entry<String, JsonNode> file = files.next();
      try {
        String found = Storage.sha256(fileSystem, new Path(directory, file.getKey()));
        if (!found.equals(file.getValue().path("sha256").asText())) {
          return file.getKey() + " does not have the checksum of the manifest";
        }
      } catch (FileNotFoundException e) {
        return file.getKey() + " is missing";
      }
      model |= file.getKey().equals(MODEL);
    }
    return model ? null : MANIFEST + " does not list " + MODEL;
  }

  private JsonNode manifest() throws IOException {
    try (InputStream in = fileSystem.open(new Path(directory, MANIFEST))) {
      return JSON.readTree(in);
    }
  }
}

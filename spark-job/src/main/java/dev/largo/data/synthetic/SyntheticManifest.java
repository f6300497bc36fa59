package dev.largo.data.synthetic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.largo.config.SyntheticConfig;
import dev.largo.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The file {@code synthetic.json} of a synthetic set: what it was made from. */
final class SyntheticManifest {
  static final String NAME = "synthetic.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private SyntheticManifest() {}

  static void write(FileSystem files, Path directory, SyntheticConfig config) throws IOException {
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(of(config)) + "\n";
    try (OutputStream out = files.create(new Path(directory, NAME), false)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Checks that a directory holds the set that a configuration asks for.
   *
   * @throws DataException naming the key, when it holds anything else
   */
  static void check(FileSystem files, Path directory, SyntheticConfig config) throws IOException {
    Path path = new Path(directory, NAME);
    String remedy = "remove the directory, or name another in " + Synthesizer.DIRECTORY_KEY;
    if (!files.exists(path)) {
      throw new DataException(
          Synthesizer.DIRECTORY_KEY,
          directory + " exists and is no synthetic set: it holds no " + NAME,
          remedy);
    }
    JsonNode found = read(files, path, remedy);
    Iterator<Map.Entry<String, JsonNode>> wanted = of(config).fields();
    while (wanted.hasNext()) {
      Map.Entry<String, JsonNode> field = wanted.next();
      JsonNode value = found.path(field.getKey());
      if (!value.isIntegralNumber() || value.longValue() != field.getValue().longValue()) {
        throw new DataException(
            Synthesizer.DIRECTORY_KEY,
            "%s holds a set of %s %s, the configuration asks for %s"
                .formatted(
                    directory,
                    field.getKey(),
                    value.isMissingNode() ? "unknown" : value,
                    field.getValue()),
            remedy);
      }
    }
  }

  private static JsonNode read(FileSystem files, Path path, String remedy) throws IOException {
    try (InputStream in = files.open(path)) {
      return JSON.readTree(in.readAllBytes());
    } catch (JsonProcessingException e) {
      throw new DataException(path.toString(), "is no JSON", remedy, e);
    }
  }

  private static ObjectNode of(SyntheticConfig config) {
    return JSON.createObjectNode()
        .put("version", (long) SyntheticDifficulty.VERSION)
        .put("train_samples", (long) config.trainSamples())
        .put("validation_samples", (long) config.validationSamples())
        .put("image_size", (long) config.imageSize())
        .put("seed", config.seed());
  }
}

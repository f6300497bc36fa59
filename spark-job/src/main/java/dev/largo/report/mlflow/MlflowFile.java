package dev.largo.report.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.largo.config.ConfigException;
import dev.largo.record.RecordJson;
import dev.largo.record.RunFiles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which MLflow run shows what is in a directory: {@code mlflow.json} in it.
 *
 * @param uri of the tracking server that made the run
 */
record MlflowFile(String uri, String experimentId, String runId) {
  private static final String NAME = "mlflow.json";

  static Path in(Path directory) {
    return new Path(directory, NAME);
  }

  /**
   * Reads it; empty if there is none, or one of another server's run.
   *
   * @throws ConfigException if it is not what Largo wrote
   */
  static Optional<MlflowFile> read(FileSystem fileSystem, Path directory, String uri)
      throws IOException {
    Path file = in(directory);
    if (!fileSystem.exists(file)) {
      return Optional.empty();
    }
    try {
      MlflowFile read =
          RecordJson.MAPPER.readValue(RunFiles.read(fileSystem, file), MlflowFile.class);
      requireId(file, read.runId());
      return Optional.of(read).filter(one -> uri.equals(one.uri()));
    } catch (JsonProcessingException e) {
      throw broken(file, e.getOriginalMessage());
    }
  }

  private static void requireId(Path file, @Nullable String id) {
    if (id == null) {
      throw broken(file, "no run_id");
    }
  }

  private static ConfigException broken(Path file, String why) {
    return new ConfigException(
        List.of(
            "%s: not what Largo wrote (%s); restore it, or remove it for a new MLflow run"
                .formatted(file, why)));
  }

  void write(FileSystem fileSystem, Path directory) throws IOException {
    RunFiles.replace(fileSystem, in(directory), RecordJson.pretty(this));
  }
}

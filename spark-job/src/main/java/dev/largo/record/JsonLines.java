package dev.largo.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.config.ConfigException;
import dev.largo.train.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of one JSON object a line. */
public final class JsonLines {
  private static final Logger LOG = LoggerFactory.getLogger(JsonLines.class);

  /** What the lines of a step begin with. */
  private static final String STEP_KEY = "{\"step\":";

  private JsonLines() {}

  /** Appends records to one file; each lot is visible to readers when the call returns. */
  static final class Writer implements AutoCloseable {
    private final FSDataOutputStream out;

    Writer(FileSystem fileSystem, Path file) throws IOException {
      this.out = RunFiles.append(fileSystem, file);
    }

    void write(List<?> records) throws IOException {
      for (Object record : records) {
        out.write(RecordJson.MAPPER.writeValueAsBytes(record));
        out.write('\n');
      }
      out.hflush();
    }

    void sync() throws IOException {
      out.hsync();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /** All records of a file, in its order; none where it is not there. A torn last line is left. */
  public static <T> List<T> read(FileSystem fileSystem, Path file, Class<T> type)
      throws IOException {
    List<T> records = new ArrayList<>();
    if (!fileSystem.exists(file)) {
      return records;
    }
    try (BufferedReader lines = reader(fileSystem, file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode node = parse(file, line);
        if (node.isObject()) {
          records.add(RecordJson.MAPPER.treeToValue(node, type));
        }
      }
    }
    return records;
  }

  /** Writes a file anew, so that a reader sees all of the old records or all of these. */
  public static void replace(FileSystem fileSystem, Path file, List<?> records) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Object record : records) {
      lines.append(RecordJson.MAPPER.writeValueAsString(record)).append('\n');
    }
    RunFiles.replace(fileSystem, file, lines.toString());
  }

  /**
   * Hands on the records of a file, in its order, one at a time; none where it is not there.
   *
   * @param sound whether a record has what it needs
   * @throws ConfigException if a line is broken; the last one may be: a crash has torn it, or it is
   *     being written
   */
  static <T> void each(
      FileSystem fileSystem, Path file, Class<T> type, Predicate<T> sound, Consumer<T> consumer)
      throws IOException {
    if (!fileSystem.exists(file)) {
      return;
    }
    String broken = null;
    long number = 0;
    try (BufferedReader lines = reader(fileSystem, file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (broken != null) {
          throw new ConfigException(List.of(broken));
        }
        number++;
        T record = parse(type, line);
        if (record == null || !sound.test(record)) {
          broken =
              "%s: line %d is not what Largo wrote; restore the file, or take the line out"
                  .formatted(file, number);
        } else {
          consumer.accept(record);
        }
      }
    }
  }

  private static <T> @Nullable T parse(Class<T> type, String line) {
    try {
      return RecordJson.MAPPER.readValue(line, type);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /**
   * The step of a file's last line; 0 where there is none.
   *
   * @throws IOException if the file system fails
   */
  static long lastStep(FileSystem fileSystem, Path file) throws IOException {
    if (!fileSystem.exists(file)) {
      return 0;
    }
    // Read through: of a file that is being written, HDFS does not tell the length.
    long last = 0;
    try (BufferedReader lines = reader(fileSystem, file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = Math.max(last, stepOf(line));
      }
    }
    return last;
  }

  /** The number behind a line's first key; 0 of one that has none, or is torn. */
  private static long stepOf(String line) {
    if (!line.startsWith(STEP_KEY)) {
      return 0;
    }
    long step = 0;
    int at = STEP_KEY.length();
    for (; at < line.length() && Character.isDigit(line.charAt(at)); at++) {
      step = 10 * step + Character.digit(line.charAt(at), 10);
    }
    return at < line.length() && line.charAt(at) == ',' ? step : 0;
  }

  /** Keeps the whole lines of steps up to {@code step}; the file is replaced in one go. */
  static void truncateAfter(FileSystem fileSystem, Path file, long step) throws IOException {
    if (!fileSystem.exists(file)) {
      return;
    }
    Path temporary = RunFiles.temporary(file);
    try (BufferedReader lines = reader(fileSystem, file);
        FSDataOutputStream out = fileSystem.create(temporary, true)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode node = parse(file, line);
        if (node.path("step").isIntegralNumber() && node.path("step").longValue() <= step) {
          out.write(line.getBytes(StandardCharsets.UTF_8));
          out.write('\n');
        }
      }
      out.hsync();
    }
    Storage.moveOver(fileSystem, temporary, file);
  }

  private static BufferedReader reader(FileSystem fileSystem, Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(new EndsOnce(fileSystem.open(file)), StandardCharsets.UTF_8));
  }

  /** A missing node for a line that a crash has torn. */
  private static JsonNode parse(Path file, String line) {
    try {
      return RecordJson.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      LOG.warn("{}: left out a torn line of {} characters", file, line.length());
      return RecordJson.MAPPER.missingNode();
    }
  }
}

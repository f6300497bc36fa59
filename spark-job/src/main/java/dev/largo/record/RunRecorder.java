package dev.largo.record;

import dev.largo.train.EvaluationRecord;
import dev.largo.train.LayerRecord;
import dev.largo.train.RunMonitor;
import dev.largo.train.StepRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;

/**
 * Writes what happens in a run to {@code metrics.jsonl}, {@code layers.jsonl} and {@code
 * evaluations.jsonl}; a line can be read as soon as the call that brought it returns.
 *
 * <p>Every method throws {@link UncheckedIOException} when the file system fails: a run without its
 * records is not worth going on.
 */
public final class RunRecorder implements RunMonitor, AutoCloseable {
  private final JsonLines.Writer metrics;
  private final JsonLines.Writer layers;
  private final JsonLines.Writer evaluations;

  RunRecorder(RunDirectory run) throws IOException {
    FileSystem fileSystem = run.fileSystem();
    this.metrics = new JsonLines.Writer(fileSystem, run.metrics());
    try {
      this.layers = new JsonLines.Writer(fileSystem, run.layers());
      try {
        this.evaluations = new JsonLines.Writer(fileSystem, run.evaluations());
      } catch (IOException e) {
        closeAfter(e, layers);
        throw e;
      }
    } catch (IOException e) {
      closeAfter(e, metrics);
      throw e;
    }
  }

  @Override
  public void step(StepRecord step) {
    write(metrics, List.of(step));
  }

  @Override
  public void layers(List<LayerRecord> lot) {
    write(layers, lot);
  }

  @Override
  public void evaluation(EvaluationRecord evaluation) {
    write(evaluations, List.of(evaluation));
  }

  /** Makes the lines so far as durable as the checkpoint that they belong to. */
  @Override
  public void checkpointing(long step) {
    try {
      metrics.sync();
      layers.sync();
      evaluations.sync();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void checkpoint(long step) {}

  @Override
  public void close() throws IOException {
    try (metrics;
        layers;
        evaluations) {
      // Closes all three, whichever fails.
    }
  }

  private static void write(JsonLines.Writer writer, List<?> records) {
    try {
      writer.write(records);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void closeAfter(IOException cause, JsonLines.Writer writer) {
    try {
      writer.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}

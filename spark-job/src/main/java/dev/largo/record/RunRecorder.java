package dev.largo.record;

import dev.largo.data.BadSample;
import dev.largo.data.BadSampleLog;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.HistogramRecord;
import dev.largo.train.LayerRecord;
import dev.largo.train.RecoveryRecord;
import dev.largo.train.RunMonitor;
import dev.largo.train.StepRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happens in a run to {@code metrics.jsonl}, {@code layers.jsonl}, {@code
 * evaluations.jsonl} and, where there is cause, {@code histograms.jsonl}, {@code recoveries.jsonl}
 * and {@code bad-samples.jsonl}; a line can be read as soon as the call that brought it returns.
 *
 * <p>Every method throws {@link UncheckedIOException} when the file system fails: a run without its
 * records is not worth going on.
 */
public final class RunRecorder implements RunMonitor, AutoCloseable {
  private final RunDirectory run;
  private final Map<String, BadSample> badSamples = new LinkedHashMap<>();
  private int mostBadSamples;
  private Files files;

  RunRecorder(RunDirectory run) throws IOException {
    this.run = run;
    this.files = new Files(run);
  }

  @Override
  public void step(StepRecord step) {
    recording(() -> files.metrics.write(List.of(step)));
  }

  @Override
  public void layers(List<LayerRecord> lot) {
    recording(() -> files.layers.write(lot));
  }

  @Override
  public void histograms(List<HistogramRecord> lot) {
    recording(() -> files.histograms().write(lot));
  }

  @Override
  public void evaluation(EvaluationRecord evaluation) {
    recording(() -> files.evaluations.write(List.of(evaluation)));
  }

  /** Makes the lines so far as durable as the checkpoint that they belong to. */
  @Override
  public void checkpointing(long step) {
    recording(
        () -> {
          for (JsonLines.Writer file : files.open) {
            file.sync();
          }
        });
  }

  /** Drops the lines of later steps. */
  @Override
  public void rewound(long step) {
    recording(
        () -> {
          files.close();
          run.truncateAfter(step);
          files = new Files(run);
        });
  }

  /** Each sample has one line, whoever tells of it and how often, and whatever is wrong with it. */
  @Override
  public void badSample(BadSample sample) {
    recording(
        () -> {
          if (badSamples.isEmpty()) {
            run.readBadSamples().forEach(known -> badSamples.put(known.sample(), known));
            mostBadSamples = run.readConfig().data().badSamples().most();
          }
          if (badSamples.putIfAbsent(sample.sample(), sample) == null) {
            // Few lines, written anew: a crash may have torn the last one.
            StringBuilder lines = new StringBuilder();
            for (BadSample bad : badSamples.values()) {
              lines.append(RecordJson.MAPPER.writeValueAsString(bad)).append('\n');
            }
            RunFiles.replace(run.fileSystem(), run.badSamples(), lines.toString());
          }
          if (mostBadSamples > 0 && badSamples.size() > mostBadSamples) {
            throw BadSampleLog.tooMany(mostBadSamples, sample);
          }
        });
  }

  @Override
  public void recovered(RecoveryRecord recovery) {
    recording(
        () -> {
          try (JsonLines.Writer recoveries =
              new JsonLines.Writer(run.fileSystem(), run.recoveries())) {
            recoveries.write(List.of(recovery));
          }
        });
  }

  @Override
  public void close() throws IOException {
    files.close();
  }

  /** Something that the file system may refuse. */
  private interface Recording {
    void run() throws IOException;
  }

  private static void recording(Recording what) {
    try {
      what.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files that stay open once they are. */
  private static final class Files implements AutoCloseable {
    private final Deque<JsonLines.Writer> open = new ArrayDeque<>();
    private final JsonLines.Writer metrics;
    private final JsonLines.Writer layers;
    private final JsonLines.Writer evaluations;
    private final RunDirectory run;
    private JsonLines.@Nullable Writer histograms;

    private Files(RunDirectory run) throws IOException {
      this.run = run;
      try {
        metrics = open(run.metrics());
        layers = open(run.layers());
        evaluations = open(run.evaluations());
      } catch (IOException e) {
        closeAfter(e);
        throw e;
      }
    }

    /** A run may be asked for none. */
    private JsonLines.Writer histograms() throws IOException {
      if (histograms == null) {
        histograms = open(run.histograms());
      }
      return histograms;
    }

    private JsonLines.Writer open(Path file) throws IOException {
      JsonLines.Writer writer = new JsonLines.Writer(run.fileSystem(), file);
      open.push(writer);
      return writer;
    }

    private void closeAfter(IOException cause) {
      try {
        close();
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }

    /** Closes all, whichever fails. */
    @Override
    public void close() throws IOException {
      IOException first = null;
      while (!open.isEmpty()) {
        try {
          open.pop().close();
        } catch (IOException e) {
          if (first == null) {
            first = e;
          } else {
            first.addSuppressed(e);
          }
        }
      }
      if (first != null) {
        throw first;
      }
    }
  }
}

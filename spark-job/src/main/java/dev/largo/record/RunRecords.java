package dev.largo.record;

import dev.largo.config.ConfigException;
import dev.largo.data.BadSample;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.Histogram;
import dev.largo.train.HistogramRecord;
import dev.largo.train.LayerRecord;
import dev.largo.train.RecoveryRecord;
import dev.largo.train.StepRecord;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;

/**
 * The lines of a run, each file read once from its beginning to its end, however long it is; of a
 * run that goes on, the lines so far.
 *
 * <p>A torn last line is left out; for any other that is not what Largo wrote of steps, layers,
 * histograms and evaluations, a {@link ConfigException} names it.
 */
public final class RunRecords {
  private final RunDirectory run;

  RunRecords(RunDirectory run) {
    this.run = run;
  }

  /** The last step that is on record; 0 before the first. */
  public long lastStep() throws IOException {
    return JsonLines.lastStep(run.fileSystem(), run.metrics());
  }

  /** All steps, in their order. */
  public void steps(Consumer<StepRecord> consumer) throws IOException {
    each(run.metrics(), StepRecord.class, step -> step.seconds() != null, consumer);
  }

  /** All lines of layers, in the order of steps. */
  public void layers(Consumer<LayerRecord> consumer) throws IOException {
    each(run.layers(), LayerRecord.class, line -> line.layer() != null, consumer);
  }

  /** All histograms, in the order of steps. */
  public void histograms(Consumer<HistogramRecord> consumer) throws IOException {
    each(run.histograms(), HistogramRecord.class, RunRecords::isWhole, consumer);
  }

  private static boolean isWhole(HistogramRecord line) {
    Histogram histogram = line.histogram();
    return line.layer() != null
        && line.kind() != null
        && histogram != null
        && histogram.negative() != null
        && histogram.positive() != null;
  }

  /** All evaluations, in their order. */
  public void evaluations(Consumer<EvaluationRecord> consumer) throws IOException {
    each(run.evaluations(), EvaluationRecord.class, line -> line.weights() != null, consumer);
  }

  /** The losses of workers that the run got over. */
  public List<RecoveryRecord> recoveries() throws IOException {
    return list(run.recoveries(), RecoveryRecord.class);
  }

  /** The samples that could not be read and were skipped. */
  public List<BadSample> badSamples() throws IOException {
    return list(run.badSamples(), BadSample.class);
  }

  /** What the phases of a run of SWAP took, as soon as it is complete. */
  public List<PhaseRecord> phases() throws IOException {
    return list(run.phases(), PhaseRecord.class);
  }

  private <T> List<T> list(Path file, Class<T> type) throws IOException {
    return JsonLines.read(run.fileSystem(), file, type);
  }

  private <T> void each(Path file, Class<T> type, Predicate<T> sound, Consumer<T> consumer)
      throws IOException {
    JsonLines.each(run.fileSystem(), file, type, sound, consumer);
  }
}

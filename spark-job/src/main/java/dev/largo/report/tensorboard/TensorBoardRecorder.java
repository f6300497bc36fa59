package dev.largo.report.tensorboard;

import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import dev.largo.record.RunDirectory;
import dev.largo.report.ConfigValues;
import dev.largo.report.Scalars;
import dev.largo.report.Tracker;
import dev.largo.report.weights.FirstFilters;
import dev.largo.report.weights.WeightHistogram;
import dev.largo.train.Checkpoint;
import dev.largo.train.Checkpoints;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.HistogramRecord;
import dev.largo.train.LayerRecord;
import dev.largo.train.StepRecord;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens in a run to {@code tensorboard/events.out.tfevents.*}, a new file for each
 * start of the run.
 *
 * <p>No run fails for these files: when the file system does, a warning says so and no more is
 * written.
 */
public final class TensorBoardRecorder implements Tracker {
  private static final Logger LOG = LoggerFactory.getLogger(TensorBoardRecorder.class);

  /** Weights of larger networks are not read again for their histograms: it would take seconds. */
  private static final int MOST_PARAMETERS = 2_000_000;

  /** The keys that a user would tune: hyper-parameters. */
  private static final Pattern TUNED =
      Pattern.compile("(optimizer|schedule|batch)\\..+|model\\.(name|file)|epochs|seed");

  private final RunDirectory run;
  private @Nullable EventFile file;
  private @Nullable ParameterLayout layout;

  /**
   * Opens a file for a run.
   *
   * @param start of the run
   * @param done steps already made; events of later ones, in earlier files, are void
   */
  public TensorBoardRecorder(RunDirectory run, Instant start, long done) {
    this.run = run;
    try {
      EventFile made =
          EventFile.create(
              run.fileSystem(), new Path(run.path(), "tensorboard"), InstantSource.system());
      file = made;
      made.restart(done + 1);
      made.write(
          done,
          new Summary()
              .hyperParameters(
                  run.path().getName(),
                  hyperParameters(run.readConfigText()),
                  (double) start.getEpochSecond()));
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      giveUp(e);
    }
  }

  /** Lists are left out: the plugin knows none. */
  private static Map<String, Object> hyperParameters(String configuration) {
    Map<String, Object> values = ConfigValues.of(configuration);
    values.keySet().removeIf(key -> !TUNED.matcher(key).matches());
    values.values().removeIf(value -> value instanceof Iterable<?>);
    return values;
  }

  @Override
  public void step(StepRecord step) {
    writing(step.step(), summary(Scalars.of(step)));
  }

  @Override
  public void layers(List<LayerRecord> layers) {
    if (layers.isEmpty()) {
      return;
    }
    Summary summary = new Summary();
    for (LayerRecord layer : layers) {
      summary
          .scalar("trust_ratio/" + layer.layer(), layer.trustRatio())
          .scalar("weight_norm/" + layer.layer(), layer.weightNorm())
          .scalar("gradient_norm/" + layer.layer(), layer.gradientNorm())
          .scalar("update_ratio/" + layer.layer(), layer.updateRatio());
    }
    writing(layers.get(0).step(), summary);
  }

  @Override
  public void histograms(List<HistogramRecord> histograms) {
    if (histograms.isEmpty()) {
      return;
    }
    Summary summary = new Summary();
    for (HistogramRecord one : histograms) {
      if (Double.isFinite(one.histogram().least())) {
        summary.histogram(group(one.kind()) + "/" + one.layer(), one.histogram());
      }
    }
    writing(histograms.get(0).step(), summary);
  }

  private static String group(HistogramRecord.Kind kind) {
    return switch (kind) {
      case ACTIVATION -> "activations";
      case GRADIENT -> "gradients";
      case PARAMETER -> "parameters";
    };
  }

  @Override
  public void evaluation(EvaluationRecord evaluation) {
    writing(evaluation.step(), summary(Scalars.of(evaluation)));
  }

  private static Summary summary(Map<String, Double> scalars) {
    Summary summary = new Summary();
    scalars.forEach(summary::scalar);
    return summary;
  }

  /** Histograms of the weights, and the first layer's filters, where they are read quickly. */
  @Override
  public void checkpoint(long step) {
    recording(
        events -> {
          weights(step).ifPresent(summary -> writing(step, summary));
          events.flush();
        });
  }

  /** Empty where there are too many, or they cannot be read: then only this picture is missing. */
  private Optional<Summary> weights(long step) {
    try {
      Checkpoint checkpoint = new Checkpoints(run.path(), run.fileSystem().getConf()).at(step);
      long bytes = run.fileSystem().getFileStatus(checkpoint.model()).getLen();
      if (bytes > 2L * Float.BYTES * MOST_PARAMETERS) {
        return Optional.empty();
      }
      if (layout == null) {
        layout = checkpoint.layout();
      }
      return layout.size() <= MOST_PARAMETERS
          ? Optional.of(weights(step, checkpoint.parameters(), layout))
          : Optional.empty();
    } catch (IOException e) {
      LOG.warn("TensorBoard has no histograms of step {}: {}", step, e.getMessage());
      return Optional.empty();
    }
  }

  private static Summary weights(long step, float[] parameters, ParameterLayout layout)
      throws IOException {
    Summary summary = new Summary();
    for (Segment segment : layout.segments()) {
      if (segment.role() == Role.WEIGHT) {
        WeightHistogram histogram = WeightHistogram.of(step, parameters, segment);
        if (Double.isFinite(histogram.width())) {
          summary.histogram("weights/" + segment.name(), histogram);
        }
      }
    }
    Optional<FirstFilters> filters = FirstFilters.of(step, parameters, layout);
    if (filters.isPresent()) {
      FirstFilters first = filters.get();
      summary.image(
          "filters/" + first.layer(),
          first.image().getWidth(),
          first.image().getHeight(),
          first.png());
    }
    return summary;
  }

  @Override
  public void rewound(long step) {
    recording(events -> events.restart(step + 1));
  }

  /** Whoever reads that the run is over finds the file whole. */
  @Override
  public void trained() {
    close();
  }

  @Override
  public void close() {
    recording(EventFile::close);
    file = null;
  }

  private void writing(long step, Summary summary) {
    recording(events -> events.write(step, summary));
  }

  /** Something that the file system may refuse. */
  private interface Recording {
    void on(EventFile events) throws IOException;
  }

  private void recording(Recording what) {
    EventFile events = file;
    if (events == null) {
      return;
    }
    try {
      what.on(events);
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      giveUp(e);
    }
  }

  /** A run does not end for its event files. */
  private void giveUp(Throwable why) {
    LOG.warn("no more events are written for TensorBoard: {}", String.valueOf(why));
    EventFile events = file;
    file = null;
    if (events != null) {
      try {
        events.close();
      } catch (IOException | RuntimeException e) {
        LOG.debug("the event file could not be closed either", e);
      }
    }
  }
}

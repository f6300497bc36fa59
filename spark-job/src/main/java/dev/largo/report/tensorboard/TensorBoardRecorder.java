package dev.largo.report.tensorboard;

import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import dev.largo.record.RunDirectory;
import dev.largo.report.weights.FirstFilters;
import dev.largo.report.weights.WeightHistogram;
import dev.largo.train.Checkpoint;
import dev.largo.train.Checkpoints;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.HistogramRecord;
import dev.largo.train.LayerRecord;
import dev.largo.train.RunMonitor;
import dev.largo.train.StepRecord;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
public final class TensorBoardRecorder implements RunMonitor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TensorBoardRecorder.class);

  /** Weights of larger networks are not read again for their histograms: it would take seconds. */
  private static final int MOST_PARAMETERS = 2_000_000;

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
                  HyperParameters.of(run.readConfigText()),
                  (double) start.getEpochSecond()));
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      giveUp(e);
    }
  }

  @Override
  public void step(StepRecord step) {
    Summary summary =
        new Summary()
            .scalar("training/loss", step.loss())
            .scalar("training/top1", step.top1())
            .scalar("training/learning_rate", step.learningRate())
            .scalar("training/gradient_norm", step.gradientNorm())
            .scalar("training/epoch", step.epoch())
            .scalar("time/images_per_second", step.imagesPerSecond())
            .scalar("time/step_seconds", step.seconds().total());
    if (step.lossScale() != null) {
      summary.scalar("training/loss_scale", step.lossScale());
    }
    writing(step.step(), summary);
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
    writing(
        evaluation.step(),
        new Summary()
            .scalar("validation_top1/" + evaluation.weights(), evaluation.top1())
            .scalar("validation_top5/" + evaluation.weights(), evaluation.top5())
            .scalar("validation_loss/" + evaluation.weights(), evaluation.loss()));
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

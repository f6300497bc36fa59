package dev.largo.report.mlflow;

import dev.largo.config.ConfigException;
import dev.largo.config.MlflowConfig;
import dev.largo.record.RunInfo;
import dev.largo.report.Scalars;
import dev.largo.report.Tracker;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.StepRecord;
import dev.largo.train.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a run, a study or a search on an MLflow tracking server, from a thread of its own: its
 * configuration as parameters, the numbers of steps and evaluations as metrics, its end as the
 * status. Which MLflow run that is stands in {@code mlflow.json} of its directory, so that a resume
 * goes on with the same; what {@link #rewound} makes void stays there beside what is made anew.
 */
public final class MlflowRecorder implements Tracker {
  private static final Logger LOG = LoggerFactory.getLogger(MlflowRecorder.class);

  /** What MLflow takes at once. */
  private static final int METRICS_AT_ONCE = 1000;

  /** About 10 MB. */
  private static final int MOST_WAITING = 100_000;

  private static final int BEGIN_SECONDS = 30;
  private static final int END_SECONDS = 60;
  private static final List<String> ARTIFACTS = List.of("config.conf", "report.html");

  private final MlflowConfig config;
  private final Credentials credentials;
  private final Consumer<String> say;
  private final MlflowServer server;
  private final MlflowRun run;
  private final Outbox<Service.Metric> outbox;
  private final AtomicLong recorded = new AtomicLong();
  private final AtomicLong unmade = new AtomicLong();
  private volatile boolean concluded;

  /**
   * Begins to show something.
   *
   * @param say told where it is shown, and once that something could not be
   */
  public MlflowRecorder(
      MlflowConfig config, Credentials credentials, Shown shown, Consumer<String> say) {
    this(config, credentials, shown, say, MlflowServer.PATIENCE, Outbox.Pace.USUAL);
  }

  /** One with another patience for an answer, and another pace. */
  MlflowRecorder(
      MlflowConfig config,
      Credentials credentials,
      Shown shown,
      Consumer<String> say,
      Duration patience,
      Outbox.Pace pace) {
    this.config = config;
    this.credentials = credentials;
    this.say = say;
    server = new MlflowServer(config, credentials, patience);
    run = new MlflowRun(server, config, shown);
    outbox = new Outbox<>(new Courier(), METRICS_AT_ONCE, MOST_WAITING, pace);
  }

  /**
   * Makes sure, before anything is trained, that a server answers that takes runs; if a directory
   * is shown there already, that it still has that run.
   *
   * @param warn told if no server answers; null: that is refused
   * @throws ConfigException if not; it names the key, and what would be right
   */
  public static void requireServer(
      MlflowConfig config,
      Credentials credentials,
      Path directory,
      Configuration hadoop,
      @Nullable Consumer<String> warn)
      throws IOException {
    MlflowServer server = new MlflowServer(config, credentials, MlflowServer.PATIENCE);
    Optional<MlflowFile> known =
        MlflowFile.read(Storage.of(directory, hadoop), directory, config.uri());
    server.require(
        asked -> {
          if (known.isEmpty()) {
            String unused = asked.experiment();
          } else {
            Service.Run unused =
                asked.run(known.get().runId(), MlflowFile.in(directory).toString());
          }
        },
        warn);
  }

  /** Carries metrics to the server. */
  private final class Courier implements Outbox.Courier<Service.Metric> {
    @Override
    public void open() {
      boolean isNew = !run.isOpen();
      try {
        run.open();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (Outbox.RefusedException e) {
        throw MlflowServer.reason(e); // To be tried again: somebody may mend the server.
      }
      if (isNew) {
        say.accept("MLflow: " + run.page());
      }
      run.describe();
    }

    @Override
    public void deliver(List<Service.Metric> batch) {
      run.log(batch);
    }

    @Override
    public void troubled(Throwable why) {
      boolean refused = why instanceof Outbox.RefusedException;
      say.accept(
          "warning: %s; the run goes on, and %s"
              .formatted(
                  server.problem(why),
                  refused ? "MLflow shows it without what was refused" : "its metrics wait"));
    }
  }

  @Override
  public void step(StepRecord step) {
    record(step.step(), Scalars.of(step));
  }

  @Override
  public void evaluation(EvaluationRecord evaluation) {
    record(evaluation.step(), Scalars.of(evaluation));
  }

  private void record(long step, Map<String, Double> scalars) {
    recorded.addAndGet(scalars.size());
    try {
      outbox.add(metrics(step, scalars));
    } catch (LinkageError | OutOfMemoryError e) {
      // No run ends for what shows it.
      LOG.debug("not recorded", e);
      unmade.addAndGet(scalars.size());
    }
  }

  private static List<Service.Metric> metrics(long step, Map<String, Double> scalars) {
    long now = System.currentTimeMillis();
    List<Service.Metric> metrics = new ArrayList<>();
    scalars.forEach(
        (key, value) ->
            metrics.add(
                Service.Metric.newBuilder()
                    .setKey(key)
                    .setValue(value)
                    .setTimestamp(now)
                    .setStep(step)
                    .build()));
    return metrics;
  }

  /** Waits until the MLflow run is there for others to stand below, or could not be made. */
  public void awaitBegin() throws InterruptedException {
    outbox.awaitTried(BEGIN_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void ended(RunInfo.Status how) {
    server.hurry();
    long lost = unmade.get() + outbox.finish(() -> conclude(how), END_SECONDS, TimeUnit.SECONDS);
    if (lost > 0) {
      say.accept(
          "warning: %,d of %,d metrics are not on %s; metrics.jsonl and evaluations.jsonl have them all"
              .formatted(lost, recorded.get(), config.uri()));
    }
    if (!concluded && run.isOpen()) {
      say.accept(
          "warning: %s has not been told of the end, and shows it as running"
              .formatted(config.uri()));
    }
  }

  private void conclude(RunInfo.Status how) {
    run.end(
        switch (how) {
          case RUNNING -> Service.RunStatus.RUNNING;
          case COMPLETED -> Service.RunStatus.FINISHED;
          case FAILED -> Service.RunStatus.FAILED;
          case INTERRUPTED -> Service.RunStatus.KILLED;
        });
    concluded = true;
    upload();
  }

  private void upload() {
    List<String> missing = new ArrayList<>(ARTIFACTS);
    try {
      for (String name : ARTIFACTS) {
        run.upload(name, credentials);
        missing.remove(name);
      }
    } catch (IOException | RuntimeException e) {
      untold(missing, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      untold(missing, "no answer");
    }
  }

  private void untold(List<String> missing, String why) {
    say.accept(
        "MLflow: not among the run's artifacts: %s (%s)"
            .formatted(String.join(", ", missing), why));
  }

  @Override
  public void close() {
    outbox.stop();
  }
}

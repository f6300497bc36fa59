package dev.largo.report.mlflow;

import dev.largo.config.ConfigException;
import dev.largo.config.MlflowConfig;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowHttpException;

/** A tracking server, as far as Largo asks anything of it: MLflow's client with better words. */
final class MlflowServer {
  private static final int PATIENCE_SECONDS = 30;
  private static final int LONGEST_REASON = 200;
  private static final String DELETED = "deleted";

  private final MlflowConfig config;
  private final MlflowClient client;

  MlflowServer(MlflowConfig config, Credentials credentials) {
    this.config = config;
    client = new MlflowClient(credentials.at(config.uri()));
  }

  MlflowClient client() {
    return client;
  }

  /**
   * The identity of the configured experiment, which is made where there is none.
   *
   * @throws ConfigException if it has been deleted
   */
  String experiment() {
    Optional<Service.Experiment> found = client.getExperimentByName(config.experiment());
    if (found.isEmpty()) {
      return client.createExperiment(config.experiment());
    }
    if (found.get().getLifecycleStage().equals(DELETED)) {
      throw refused(
          "metrics.mlflow.experiment = %s: is deleted on %s; restore it there, or name another"
              .formatted(config.experiment(), config.uri()));
    }
    return found.get().getExperimentId();
  }

  /**
   * Makes sure that there is such a run.
   *
   * @param file that names it
   * @throws ConfigException if there is not, or it has been deleted
   */
  Service.RunInfo run(String id, String file) {
    Service.RunInfo info;
    try {
      info = client.getRun(id).getInfo();
    } catch (MlflowHttpException e) {
      if (e.getStatusCode() == 404) {
        throw noRun(id, file, "has no run");
      }
      throw e;
    }
    if (info.getLifecycleStage().equals(DELETED)) {
      throw noRun(id, file, "has deleted the run");
    }
    return info;
  }

  private ConfigException noRun(String id, String file, String what) {
    return refused(
        "metrics.mlflow.uri = %s: the server %s %s that %s names; give the server that has it, or remove the file for a new one"
            .formatted(config.uri(), what, id, file));
  }

  private static ConfigException refused(String line) {
    return new ConfigException(List.of(line));
  }

  /** Something that is asked of the server before anything is trained. */
  interface Question {
    void ask(MlflowServer server);
  }

  /**
   * Asks it, and waits for the answer: MLflow's client itself would wait for ever.
   *
   * @throws ConfigException if there is none, or not the right one
   */
  void require(Question question) throws InterruptedException {
    FutureTask<?> answer = new FutureTask<>(() -> question.ask(this), null);
    Thread asking = new Thread(answer, "largo-mlflow-check");
    asking.setDaemon(true);
    asking.start();
    try {
      answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ConfigException refused) {
        throw refused;
      }
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw refused(problem(why) + "; " + advice(why));
    } catch (TimeoutException e) {
      throw refused(
          "metrics.mlflow.uri = %s: no answer within %d s; give the address of a tracking server, or null for none"
              .formatted(config.uri(), PATIENCE_SECONDS));
    }
  }

  private static boolean isUnauthorized(Throwable why) {
    return why instanceof MlflowHttpException http
        && (http.getStatusCode() == 401 || http.getStatusCode() == 403);
  }

  /** What would be right where something was wrong before the start. */
  private static String advice(Throwable why) {
    return isUnauthorized(why)
        ? "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, in the environment"
        : "start one there, give its address, or null for none";
  }

  /** What was wrong with a request, in one line that names the key. */
  String problem(Throwable why) {
    String key = "metrics.mlflow.uri = %s: ".formatted(config.uri());
    if (why instanceof MlflowHttpException http) {
      return key
          + (isUnauthorized(why) ? "wants other credentials" : "is refused")
          + " (HTTP %d %s)".formatted(http.getStatusCode(), oneLine(http.getBodyMessage()));
    }
    Throwable root = why;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return key
        + "no tracking server answers (%s: %s)"
            .formatted(root.getClass().getSimpleName(), oneLine(root.getMessage()));
  }

  private static String oneLine(@Nullable String text) {
    String line = String.valueOf(text).replaceAll("\\s+", " ").strip();
    return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "..." : line;
  }
}

package dev.largo.report.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.config.ConfigException;
import dev.largo.config.MlflowConfig;
import dev.largo.record.RecordJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow_project.google.protobuf.InvalidProtocolBufferException;
import org.mlflow_project.google.protobuf.MessageOrBuilder;
import org.mlflow_project.google.protobuf.util.JsonFormat;

/**
 * A tracking server, as far as Largo asks anything of it: MLflow's client, with an end to waiting.
 */
final class MlflowServer {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** At the end of a run, which waits: less than is kept for what is last. */
  private static final Duration PATIENCE_AT_END = Duration.ofSeconds(4);

  private static final int LONGEST_REASON = 200;
  private static final String DELETED = "deleted";
  private static final String NOT_THERE = "RESOURCE_DOES_NOT_EXIST";

  private final MlflowConfig config;
  private final Credentials credentials;
  private volatile Duration patience;

  /**
   * The configured one.
   *
   * @param patience for an answer
   */
  MlflowServer(MlflowConfig config, Credentials credentials, Duration patience) {
    this.config = config;
    this.credentials = credentials;
    this.patience = patience;
  }

  /** From now on somebody waits. */
  void hurry() {
    patience = patience.compareTo(PATIENCE_AT_END) < 0 ? patience : PATIENCE_AT_END;
  }

  /**
   * Sends something.
   *
   * @param path behind {@code api/2.0/mlflow/}
   * @return the answer, an object
   * @throws Outbox.RefusedException if it would be refused again
   */
  JsonNode post(String path, MessageOrBuilder message) {
    try {
      String json = JsonFormat.printer().preservingProtoFieldNames().print(message);
      String text = ask(client -> client.sendPost(path, json));
      JsonNode answer = RecordJson.MAPPER.readTree(text);
      if (answer.isObject()) {
        return answer;
      }
    } catch (MlflowHttpException e) {
      throw isInVain(e) ? new Outbox.RefusedException(e) : e;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    } catch (JsonProcessingException e) {
      throw notMlflow(path);
    }
    throw notMlflow(path);
  }

  /** To the client a redirect is a success, and so is the page of a proxy. */
  private static MlflowClientException notMlflow(String path) {
    return new MlflowClientException("the answer to %s is not MLflow's".formatted(path));
  }

  /** Whether the server finds the request itself wrong, rather than who asks, or when. */
  private static boolean isInVain(MlflowHttpException e) {
    return e.getStatusCode() == 400 || e.getStatusCode() == 413 || isNotThere(e);
  }

  private static boolean isNotThere(MlflowHttpException e) {
    return String.valueOf(e.getBodyMessage()).contains(NOT_THERE);
  }

  /** What the server said when it refused. */
  static RuntimeException reason(Outbox.RefusedException refused) {
    return refused.getCause() instanceof RuntimeException said ? said : refused;
  }

  /**
   * A client for each request: one whose answers were "too many requests" has no connections left,
   * and one that waits is ended only by closing it.
   */
  private <T> T ask(Function<MlflowClient, T> request) {
    Duration longest = patience;
    Executor later = CompletableFuture.delayedExecutor(longest.toMillis(), TimeUnit.MILLISECONDS);
    try (MlflowClient client = new MlflowClient(credentials.at(config.uri()))) {
      AtomicBoolean late = new AtomicBoolean();
      CompletableFuture<Void> end =
          CompletableFuture.runAsync(() -> late.set(true), later).thenRun(client::close);
      try {
        return request.apply(client);
      } catch (RuntimeException e) {
        throw late.get() ? new MlflowClientException(PlainHttp.noAnswer(longest)) : e;
      } finally {
        end.cancel(false);
      }
    }
  }

  /**
   * The identity of the configured experiment, which is made where there is none.
   *
   * @throws ConfigException if it has been deleted
   */
  String experiment() {
    requireDirect();
    Optional<Service.Experiment> found = known();
    if (found.isEmpty()) {
      try {
        return ask(client -> client.createExperiment(config.experiment()));
      } catch (MlflowHttpException e) {
        // Another process may have made it meanwhile.
        found = known();
        if (found.isEmpty()) {
          throw e;
        }
      }
    }
    if (found.get().getLifecycleStage().equals(DELETED)) {
      throw refused(
          "metrics.mlflow.experiment = %s: is deleted on %s; restore it there, or name another"
              .formatted(config.experiment(), config.uri()));
    }
    return found.get().getExperimentId();
  }

  private Optional<Service.Experiment> known() {
    return ask(client -> client.getExperimentByName(config.experiment()));
  }

  /** Where another address is told, MLflow's client would follow with the credentials. */
  private void requireDirect() {
    if (credentials.trustAnyCertificate()) {
      return; // This client would trust none of those.
    }
    String name = URLEncoder.encode(config.experiment(), StandardCharsets.UTF_8);
    String path = "/api/2.0/mlflow/experiments/get-by-name?experiment_name=" + name;
    HttpResponse<Void> answer;
    try {
      answer =
          new PlainHttp(credentials, patience)
              .send(HttpRequest.newBuilder(URI.create(config.uri() + path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MlflowClientException(e);
    }
    if (answer.statusCode() / 100 == 3) {
      String target = answer.headers().firstValue("Location").orElse("nowhere");
      throw refused(
          "metrics.mlflow.uri = %s: is sent on to %s (HTTP %d); give the address that answers itself"
              .formatted(config.uri(), oneLine(target), answer.statusCode()));
    }
  }

  /**
   * A run that there must be.
   *
   * @param file that names it
   * @throws ConfigException if there is not, or it has been deleted
   */
  Service.Run run(String id, String file) {
    requireDirect();
    Service.Run run;
    try {
      run = ask(client -> client.getRun(id));
    } catch (MlflowHttpException e) {
      if (isNotThere(e)) { // A proxy's 404 has a page of its own.
        throw noRun(id, file, "has no run");
      }
      throw e;
    }
    if (run.getInfo().getLifecycleStage().equals(DELETED)) {
      throw noRun(id, file, "has deleted the run");
    }
    return run;
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
   * Asks it.
   *
   * @param warn told that no server answers; null: that is refused
   * @throws ConfigException if there is no answer, or not the right one
   */
  void require(Question question, @Nullable Consumer<String> warn) {
    try {
      question.ask(this);
    } catch (ConfigException e) {
      throw e;
    } catch (RuntimeException e) {
      if (warn == null || isUnauthorized(e)) {
        throw refused(problem(e) + "; " + advice(e));
      }
      warn.accept("warning: %s; it goes on without, and asks again".formatted(problem(e)));
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
  String problem(Throwable trouble) {
    Throwable why = trouble instanceof Outbox.RefusedException no ? reason(no) : trouble;
    if (why instanceof ConfigException refused) {
      return String.join("; ", refused.problems());
    }
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
    String text = root.getMessage() == null ? "" : ": " + oneLine(root.getMessage());
    return key
        + "no tracking server answers (%s%s)".formatted(root.getClass().getSimpleName(), text);
  }

  private static String oneLine(@Nullable String text) {
    String line = String.valueOf(text).replaceAll("\\s+", " ").strip();
    return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "..." : line;
  }
}

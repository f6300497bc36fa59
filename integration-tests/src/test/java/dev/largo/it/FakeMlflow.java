package dev.largo.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A tracking server that speaks what Largo needs of MLflow's REST interface, holds it to MLflow's
 * limits, and remembers what it was told.
 */
final class FakeMlflow implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "/api/2.0/mlflow/";
  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final int MOST_METRICS = 1000;
  private static final int MOST_PARAMS = 100;
  private static final int LONGEST_VALUE = 250;

  /** A run as it is told. */
  static final class Run {
    final Map<String, String> tags = new LinkedHashMap<>();
    final Map<String, String> params = new LinkedHashMap<>();
    final List<JsonNode> metrics = new ArrayList<>();
    final List<String> statuses = new ArrayList<>();
    final Map<String, byte[]> artifacts = new HashMap<>();

    /** What was told of a metric, as step and value. */
    Map<Long, Double> metric(String key) {
      Map<Long, Double> values = new LinkedHashMap<>();
      for (JsonNode metric : metrics) {
        if (metric.path("key").asText().equals(key)) {
          values.put(metric.path("step").asLong(), metric.path("value").asDouble());
        }
      }
      return values;
    }
  }

  /** Runs by their identities, in the order in which they were made. */
  final Map<String, Run> runs = new LinkedHashMap<>();

  /** Names of experiments. */
  final List<String> experiments = new ArrayList<>();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch toldMetrics = new CountDownLatch(1);
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile @Nullable String authorization;
  private volatile boolean failing;

  FakeMlflow() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on only who sends this header is answered. */
  void require(String header) {
    authorization = header;
  }

  /** Metrics are answered with errors from now on. */
  void fail() {
    failing = true;
  }

  /** No request is answered until {@link #release}. */
  void block() {
    gate = new CountDownLatch(1);
  }

  void release() {
    gate.countDown();
  }

  /** Waits until there are metrics; whether they came within the time. */
  boolean awaitMetrics(long seconds) throws InterruptedException {
    return toldMetrics.await(seconds, TimeUnit.SECONDS);
  }

  /** The only run whose tag has this value. */
  synchronized Run run(String tag, String value) {
    List<Run> found = runs.values().stream().filter(r -> value.equals(r.tags.get(tag))).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " runs with " + tag + " = " + value);
    }
    return found.get(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      gate.await();
      String path = exchange.getRequestURI().getPath();
      String header = exchange.getRequestHeaders().getFirst("Authorization");
      if (authorization != null && !authorization.equals(header)) {
        send(exchange, 401, "{\"error_code\": \"UNAUTHENTICATED\", \"message\": \"who?\"}");
      } else if (path.startsWith(ARTIFACTS)) {
        // 1/RUN/artifacts/NAME
        String[] parts = path.substring(ARTIFACTS.length()).split("/", 4);
        synchronized (this) {
          run(parts[1]).artifacts.put(parts[3], body);
        }
        send(exchange, 200, "{}");
      } else {
        JsonNode request = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        String query = exchange.getRequestURI().getQuery();
        call(exchange, path.substring(API.length()), request, query == null ? "" : query);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void call(HttpExchange exchange, String name, JsonNode request, String query)
      throws IOException {
    switch (name) {
      case "experiments/get-by-name" -> {
        int known = experiments.indexOf(query.substring(query.indexOf('=') + 1));
        if (known < 0) {
          refuse(exchange, 404, "RESOURCE_DOES_NOT_EXIST", "no such experiment");
        } else {
          ObjectNode answer = JSON.createObjectNode();
          answer
              .putObject("experiment")
              .put("experiment_id", "" + (known + 1))
              .put("name", experiments.get(known))
              .put("lifecycle_stage", "active");
          send(exchange, 200, answer.toString());
        }
      }
      case "experiments/create" -> {
        experiments.add(request.path("name").asText());
        send(exchange, 200, "{\"experiment_id\": \"%d\"}".formatted(experiments.size()));
      }
      case "runs/create" -> {
        Run run = new Run();
        run.statuses.add("RUNNING");
        request
            .path("tags")
            .forEach(tag -> run.tags.put(tag.path("key").asText(), tag.path("value").asText()));
        String id = "run-" + (runs.size() + 1);
        runs.put(id, run);
        send(exchange, 200, info(id));
      }
      case "runs/get" -> {
        String id = query.substring(query.lastIndexOf('=') + 1);
        if (runs.containsKey(id)) {
          send(exchange, 200, info(id));
        } else {
          refuse(exchange, 404, "RESOURCE_DOES_NOT_EXIST", "no such run");
        }
      }
      case "runs/update" -> {
        run(request.path("run_id").asText()).statuses.add(request.path("status").asText());
        send(exchange, 200, "{}");
      }
      case "runs/log-batch" -> log(exchange, request);
      default -> refuse(exchange, 404, "ENDPOINT_NOT_FOUND", name);
    }
  }

  private void log(HttpExchange exchange, JsonNode request) throws IOException {
    Run run = run(request.path("run_id").asText());
    if (failing && !request.path("metrics").isEmpty()) {
      refuse(exchange, 503, "TEMPORARILY_UNAVAILABLE", "not now");
      return;
    }
    boolean tooMuch =
        request.path("metrics").size() > MOST_METRICS
            || request.path("params").size() > MOST_PARAMS;
    for (JsonNode param : request.path("params")) {
      tooMuch |= param.path("value").asText().length() > LONGEST_VALUE;
    }
    if (tooMuch) {
      refuse(exchange, 400, "INVALID_PARAMETER_VALUE", "too much at once");
      return;
    }
    request
        .path("params")
        .forEach(param -> run.params.put(param.path("key").asText(), param.path("value").asText()));
    request.path("metrics").forEach(run.metrics::add);
    if (!request.path("metrics").isEmpty()) {
      toldMetrics.countDown();
    }
    send(exchange, 200, "{}");
  }

  private Run run(String id) {
    Run run = runs.get(id);
    if (run == null) {
      throw new AssertionError("no run " + id);
    }
    return run;
  }

  private String info(String id) {
    ObjectNode answer = JSON.createObjectNode();
    ObjectNode run = answer.putObject("run");
    ArrayNode params = run.putObject("data").putArray("params");
    run(id).params.forEach((key, value) -> params.addObject().put("key", key).put("value", value));
    run.putObject("info")
        .put("run_id", id)
        .put("lifecycle_stage", "active")
        .put("artifact_uri", "mlflow-artifacts:/1/%s/artifacts".formatted(id));
    return answer.toString();
  }

  private static void refuse(HttpExchange exchange, int status, String code, String message)
      throws IOException {
    ObjectNode error = JSON.createObjectNode().put("error_code", code).put("message", message);
    send(exchange, status, error.toString());
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    gate.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}

package dev.largo.report.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A tracking server with one run that answers as MLflow does, unless it is told to do otherwise.
 */
final class StubMlflow implements AutoCloseable {
  /** Stands for an answer that does not come. */
  static final int NEVER = 0;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "/api/2.0/mlflow/";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, Queue<Integer>> troubles = new HashMap<>();
  private final Map<String, List<JsonNode>> taken = new HashMap<>();
  private String params = "[]";
  private String refused = "";
  private String artifacts = "mlflow-artifacts:/1";

  StubMlflow() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next answers to calls of a name are these, one after the other, instead of "well". */
  synchronized void trouble(String name, Integer... statuses) {
    troubles.put(name, new ArrayDeque<>(List.of(statuses)));
  }

  /** Calls of a name are wrong for good. */
  synchronized void refuse(String name) {
    refused = name;
  }

  /** Its runs' artifacts are somewhere else than with itself. */
  synchronized void storeAt(String uri) {
    artifacts = uri;
  }

  /** Its run has parameters already. */
  synchronized void know(String json) {
    params = json;
  }

  /** What calls of a name that went well brought. */
  synchronized List<JsonNode> taken(String name) {
    return new ArrayList<>(taken.getOrDefault(name, List.of()));
  }

  /** The elements of a list in all batches that were taken. */
  List<JsonNode> batched(String list) {
    List<JsonNode> all = new ArrayList<>();
    taken("runs/log-batch").forEach(batch -> batch.path(list).forEach(all::add));
    return all;
  }

  private synchronized int status(String name, byte[] body) throws IOException {
    if (name.equals(refused)) {
      return 400;
    }
    Integer trouble = troubles.getOrDefault(name, new ArrayDeque<>()).poll();
    if (trouble != null) {
      return trouble;
    }
    taken.computeIfAbsent(name, made -> new ArrayList<>()).add(JSON.readTree(body));
    return 200;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      String name = path.startsWith(API) ? path.substring(API.length()) : path;
      int status = status(name, body);
      if (status == NEVER) {
        closed.await();
        return;
      }
      String answer = status == 200 ? well(name) : "<p>no</p>";
      if (status / 100 == 3) {
        exchange.getResponseHeaders().set("Location", "http://elsewhere.example/login");
      }
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized String well(String name) {
    String info =
        "\"info\": {\"run_id\": \"1\", \"lifecycle_stage\": \"active\", \"artifact_uri\": \"%s\"}"
            .formatted(artifacts);
    return switch (name) {
      case "experiments/get-by-name" ->
          "{\"experiment\": {\"experiment_id\": \"7\", \"lifecycle_stage\": \"active\"}}";
      case "runs/create", "runs/get" ->
          "{\"run\": {%s, \"data\": {\"params\": %s}}}".formatted(info, params);
      default -> "{}";
    };
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}

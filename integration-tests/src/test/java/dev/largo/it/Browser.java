package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chromium without a window, spoken to in its DevTools protocol: JSON messages through its standard
 * streams, each ended by a zero byte. It ends when they do. For one thread at a time.
 */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_SECONDS = 180;

  private final Process process;
  private final Path place;
  private final BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
  private final List<JsonNode> events = new ArrayList<>();
  private int calls;

  private Browser(Process process, Path place) {
    this.process = process;
    this.place = place;
  }

  /**
   * Starts one that knows nothing; skips the test where it is not installed.
   *
   * @param directory where it keeps its files
   */
  static Browser start(Path directory) throws IOException {
    String chromium = Commands.required("chromium", "pages are not looked at");
    Path place = Files.createTempDirectory(directory, "browser");
    // It reads its descriptor 3 and writes its descriptor 4.
    List<String> line =
        List.of(
            "sh",
            "-c",
            "exec \"$0\" \"$@\" 3<&0 4>&1 1>&2",
            chromium,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--remote-debugging-pipe",
            "--user-data-dir=" + place.resolve("profile"));
    Process process = new ProcessBuilder(line).redirectError(place.resolve("log").toFile()).start();
    Browser browser = new Browser(process, place);
    Thread listener = new Thread(browser::listen, "browser");
    listener.setDaemon(true);
    listener.start();
    try {
      JsonNode unused =
          browser.call(
              null,
              "Browser.setDownloadBehavior",
              Map.of(
                  "behavior", "allowAndName", "downloadPath", "" + place, "eventsEnabled", true));
    } catch (IOException | AssertionError e) {
      process.destroyForcibly();
      throw e;
    }
    return browser;
  }

  private void listen() {
    try (Scanner messages = new Scanner(process.getInputStream(), StandardCharsets.UTF_8)) {
      messages.useDelimiter("\0");
      while (messages.hasNext()) {
        heard.add(JSON.readTree(messages.next()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      heard.add(MissingNode.getInstance());
    }
  }

  private JsonNode next(String awaited, long deadline) {
    JsonNode message;
    try {
      message = heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(awaited, e);
    }
    assertNotNull(message, () -> awaited + " did not come within the deadline");
    if (!message.isObject()) {
      heard.add(message); // For whoever asks next.
      throw new AssertionError("the browser has ended: " + log());
    }
    return message;
  }

  /** For all that is heard meanwhile. */
  private static long deadline() {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
  }

  private String log() {
    try {
      return Files.readString(place.resolve("log"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /**
   * Calls a method of the protocol, and waits for what it brings.
   *
   * @param session of the tab that is meant; null for the browser itself
   */
  JsonNode call(@Nullable String session, String method, Map<String, ?> parameters)
      throws IOException {
    calls++;
    ObjectNode message = JSON.createObjectNode().put("id", calls).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    if (session != null) {
      message.put("sessionId", session);
    }
    OutputStream out = process.getOutputStream();
    out.write((message + "\0").getBytes(StandardCharsets.UTF_8));
    out.flush();
    long deadline = deadline();
    while (true) {
      JsonNode answer = next(method, deadline);
      if (answer.path("id").asInt() == calls) {
        assertTrue(answer.has("result"), () -> method + ": " + answer);
        return answer.path("result");
      }
      events.add(answer);
    }
  }

  /** Waits for an event, and takes it: the first one of its kind that nobody has taken. */
  JsonNode await(String what, Predicate<JsonNode> wanted) {
    long deadline = deadline();
    for (int i = 0; ; i++) {
      if (i == events.size()) {
        events.add(next(what, deadline));
      }
      if (wanted.test(events.get(i))) {
        return events.remove(i);
      }
    }
  }

  /** Takes the events of a kind that have come. */
  List<JsonNode> taken(Predicate<JsonNode> wanted) {
    List<JsonNode> taken = events.stream().filter(wanted).toList();
    events.removeAll(taken);
    return taken;
  }

  /** Where downloads lie, each under its {@code guid}. */
  Path downloads() {
    return place;
  }

  /**
   * All its processes have ended afterwards, so that nobody writes into the directory; those of
   * them are not waited for long that nobody but the system's first process could say have ended.
   */
  @Override
  public void close() throws IOException {
    List<ProcessHandle> helpers = process.descendants().toList();
    process.getOutputStream().close();
    try {
      List<CompletableFuture<?>> ends = new ArrayList<>();
      ends.add(process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS));
      helpers.forEach(one -> ends.add(one.onExit().completeOnTimeout(one, 5, TimeUnit.SECONDS)));
      ends.forEach(CompletableFuture::join);
    } finally {
      process.destroyForcibly();
      helpers.forEach(ProcessHandle::destroyForcibly);
    }
  }
}

package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code --serve}: the page of a run, while it trains and afterwards. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ServeIT {
  private static final String ADDRESS = "largo: page: ";

  /** The steps that a page tells in large print. */
  private static final String STEPS =
      "[...document.querySelectorAll('.tiles div')].find((tile) => tile.querySelector('dt').textContent === 'Steps')"
          + ".querySelector('dd').textContent";

  /** A page that does not say it has the test end at the browser's deadline. */
  private static final String NOTE =
      """
      new Promise((done) => {
        const look = () => {
          const text = document.querySelector('header').lastChild.textContent;
          text.startsWith('%s') ? done(text) : setTimeout(look, 10);
        };
        look();
      })
      """;

  @TempDir static Path directory;
  private static TinySet set;

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> urls = new ArrayList<>();
  private final List<HttpResponse<String>> answers = new ArrayList<>();

  @BeforeAll
  static void synthesize() {
    set = new TinySet(directory);
  }

  private HttpResponse<String> get(String url) {
    try {
      return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(url, e);
    }
  }

  /** Asks for a path at the moment that a command says something. */
  private Consumer<String> asking(String path, String moment) {
    return line -> {
      if (line.startsWith(ADDRESS)) {
        urls.add(line.substring(ADDRESS.length()));
      }
      if (line.startsWith(moment)) {
        answers.add(get(urls.get(0) + path));
      }
    };
  }

  @Test
  @Order(1)
  void trainingShowsItsPageUntilItEnds() throws Exception {
    Cli.Result trained = Cli.run(asking("", "run directory: "), set.train("shown", "--serve", "0"));

    assertEquals(0, trained.status(), trained.err());
    assertEquals(1, urls.size());
    assertTrue(urls.get(0).startsWith("http://127.0.0.1:"), urls.get(0));
    assertEquals(200, answers.get(0).statusCode());
    assertTrue(answers.get(0).body().contains("<title>shown, completed</title>"));
    assertTrue(Files.exists(set.run("shown").resolve("report.html")));
    assertThrows(
        ConnectException.class,
        () ->
            client.send(
                HttpRequest.newBuilder(URI.create(urls.get(0))).build(), BodyHandlers.ofString()));
  }

  /** The run waits while the browser is looked at: at its first evaluation, and at its end. */
  @Test
  @Order(2)
  void browserFollowsARunAndSaysWhenItHasEnded() throws Exception {
    List<Tab> tabs = new ArrayList<>();
    try (Browser browser = Browser.start(directory)) {
      Consumer<String> looking =
          line -> {
            try {
              if (line.startsWith(ADDRESS)) {
                urls.add(line.substring(ADDRESS.length()));
              } else if (line.contains("checkpoint") && tabs.isEmpty()) {
                tabs.add(watched(browser));
              } else if (line.startsWith("run directory: ")) {
                completed(tabs.get(0));
              }
            } catch (IOException e) {
              throw new UncheckedIOException(line, e);
            }
          };
      Cli.Result trained = Cli.run(looking, set.train("watched", "--serve", "0"));
      assertEquals(0, trained.status(), trained.err());
      ended(tabs.get(0));
    }
  }

  private Tab watched(Browser browser) throws IOException {
    Tab tab = Tab.open(browser, URI.create(urls.get(0)), 1400);
    assertEquals("watched, running", tab.evaluate("document.title").asText());
    assertEquals(4, tab.evaluate(STEPS).asInt());
    assertNote(tab, "Live: ");
    assertEquals(0, tab.drawn().path("empty").asInt());
    return tab;
  }

  private static void completed(Tab tab) throws IOException {
    tab.awaitReloaded("document.title === 'watched, completed'");
    assertEquals(12, tab.evaluate(STEPS).asInt());
    assertNote(tab, "Live: ");
    JsonNode drawn = tab.drawn();
    assertTrue(drawn.path("figures").asInt() >= 17, drawn::toString);
    assertEquals(0, drawn.path("empty").asInt(), drawn::toString);
    assertEquals(List.of(), tab.told());
  }

  private static void ended(Tab tab) throws IOException {
    assertNote(tab, "No longer live: ");
    for (String told : tab.told()) {
      assertTrue(told.contains("net::ERR_"), told);
    }
    assertEquals("watched, completed", tab.evaluate("document.title").asText());
  }

  /** Waits for what the page says of itself. */
  private static void assertNote(Tab tab, String beginning) throws IOException {
    JsonNode note = tab.evaluate(NOTE.formatted(beginning));
    assertTrue(note.asText().startsWith(beginning), note::asText);
  }

  @Test
  @Order(3)
  void finishedRunIsShownUntilTheUserStopsIt() throws Exception {
    Path report = set.run("shown").resolve("report.html");
    Files.delete(report);
    Consumer<String> asking = asking("", ADDRESS);

    Cli.Result shown =
        Cli.run(
            line -> {
              asking.accept(line);
              interrupt();
            },
            "report",
            "--serve",
            "0",
            set.run("shown").toString());

    assertEquals(0, shown.status(), shown.err());
    assertTrue(answers.get(0).body().contains("<title>shown, completed</title>"));
    assertFalse(Files.exists(report), "only looked at");
  }

  private static void interrupt() {
    try {
      Commands.signal("INT", ProcessHandle.current());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Order(4)
  void takenPortEndsTheCommandBeforeItsWork() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "" + taken.getLocalPort();
      for (String[] line :
          List.of(
              set.train("unserved", "--serve", port),
              new String[] {"report", set.run("shown").toString(), "--serve", port})) {
        Cli.Result refused = Cli.run(line);

        assertEquals(2, refused.status());
        assertEquals(1, refused.messages().size());
        assertTrue(refused.messages().get(0).contains("--serve " + port + ": "), refused::err);
      }
    }
    assertFalse(Files.exists(set.run("unserved")));
  }

  @Test
  @Order(5)
  void whatIsNoRunIsNotShown() {
    Cli.Result refused = Cli.run("report", "--serve", "0", directory.resolve("none").toString());

    assertEquals(2, refused.status());
    assertTrue(refused.messages().get(0).contains("none: does not exist"), refused::err);
  }
}

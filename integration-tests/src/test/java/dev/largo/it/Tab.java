package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** A page in a browser, and what its user does with it. */
final class Tab implements AutoCloseable {
  private static final Set<String> TROUBLE =
      Set.of("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded");

  /**
   * Scrolls from one figure to the next until all are drawn: a canvas that holds nothing but its
   * background's transparency is empty.
   */
  private static final String DRAWN =
      """
      new Promise((done) => {
        const empty = (canvas) =>
          canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.every((v) => v === 0);
        const look = () => {
          const figures = [...document.querySelectorAll('figure.chart')];
          const undrawn = figures.find((figure) => !figure.dataset.drawn);
          if (undrawn) {
            undrawn.scrollIntoView();
            setTimeout(look, 10);
            return;
          }
          done({
            figures: figures.length,
            empty: figures.filter((f) => [...f.querySelectorAll('canvas')].every(empty)).length,
            width: document.documentElement.clientWidth,
            needed: document.documentElement.scrollWidth,
          });
        };
        look();
      })
      """;

  private static final String MIDDLE =
      """
      (() => {
        const element = %s;
        element.scrollIntoView({ block: 'center' });
        const { x, y, width, height } = element.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      })()
      """;

  /** More often no page loads itself anew for one change. */
  private static final int MOST_LOADS = 5;

  private final Browser browser;
  private final String session;

  private Tab(Browser browser, String session) {
    this.browser = browser;
    this.session = session;
  }

  /** A file that a page has had its user save, under the name that it proposes. */
  record Saved(String name, Path file) {}

  /** Loads a page in a new tab, so many pixels wide. */
  static Tab open(Browser browser, URI page, int width) throws IOException {
    String target =
        browser
            .call(null, "Target.createTarget", Map.of("url", "about:blank"))
            .path("targetId")
            .asText();
    String session =
        browser
            .call(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .path("sessionId")
            .asText();
    Tab tab = new Tab(browser, session);
    for (String domain : List.of("Page", "Runtime", "Log")) {
      tab.order(domain + ".enable", Map.of());
    }
    tab.order("Page.setLifecycleEventsEnabled", Map.of("enabled", true));
    tab.order(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 600));
    JsonNode led = tab.call("Page.navigate", Map.of("url", page.toString()));
    assertFalse(led.has("errorText"), led::toString);
    tab.awaitLoad(event -> event.path("loaderId").equals(led.path("loaderId")));
    return tab;
  }

  private JsonNode call(String method, Map<String, ?> parameters) throws IOException {
    return browser.call(session, method, parameters);
  }

  private void order(String method, Map<String, ?> parameters) throws IOException {
    JsonNode unused = call(method, parameters);
  }

  private boolean isOwn(JsonNode event) {
    return event.path("sessionId").asText().equals(session);
  }

  /** Waits until a document has loaded, not one that was there before it. */
  private void awaitLoad(Predicate<JsonNode> document) {
    JsonNode unused =
        browser.await(
            "the page",
            event ->
                isOwn(event)
                    && event.path("method").asText().equals("Page.lifecycleEvent")
                    && event.path("params").path("name").asText().equals("load")
                    && document.test(event.path("params")));
  }

  /** What an expression, or the promise that it is, comes to in the page. */
  JsonNode evaluate(String expression) throws IOException {
    JsonNode came =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    assertFalse(came.has("exceptionDetails"), came::toString);
    return came.path("result").path("value");
  }

  /**
   * Looks at all of the page, until its figures are drawn.
   *
   * @return figures, how many of them are empty, the page's width and the width that it needs
   */
  JsonNode drawn() throws IOException {
    return evaluate(DRAWN);
  }

  /** Waits until the page has loaded itself anew, and shows what is expected. */
  void awaitReloaded(String condition) throws IOException {
    for (int loads = 0; !evaluate(condition).asBoolean(); loads++) {
      assertTrue(loads < MOST_LOADS, condition);
      awaitLoad(any -> true);
    }
  }

  /** Presses the mouse's button on an element. */
  void press(String element) throws IOException {
    JsonNode middle = evaluate(MIDDLE.formatted(element));
    for (String type : List.of("mousePressed", "mouseReleased")) {
      order(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              middle.path("x"),
              "y",
              middle.path("y"),
              "button",
              "left",
              "clickCount",
              1));
    }
  }

  /** Presses the mouse's button on an element by which a file is saved. */
  Saved saved(String element) throws IOException {
    press(element);
    JsonNode begun =
        browser.await(
            "a file by " + element,
            event -> event.path("method").asText().equals("Browser.downloadWillBegin"));
    String guid = begun.path("params").path("guid").asText();
    JsonNode unused =
        browser.await(
            "the end of a file",
            event ->
                event.path("method").asText().equals("Browser.downloadProgress")
                    && event.path("params").path("guid").asText().equals(guid)
                    && event.path("params").path("state").asText().equals("completed"));
    return new Saved(
        begun.path("params").path("suggestedFilename").asText(), browser.downloads().resolve(guid));
  }

  /** What the keys for it paste into an empty page. */
  static String pasted(Browser browser) throws IOException {
    try (Tab tab = open(browser, URI.create("about:blank"), 600)) {
      JsonNode unused =
          tab.evaluate("document.body.appendChild(document.createElement('textarea')).focus()");
      tab.order("Input.dispatchKeyEvent", Map.of("type", "keyDown", "commands", List.of("paste")));
      return tab.evaluate("document.querySelector('textarea').value").asText();
    }
  }

  /** Takes what the page has told its console, exceptions and failed requests too. */
  List<String> told() throws IOException {
    JsonNode unused = evaluate("0"); // What it told before has come by then.
    return browser
        .taken(event -> isOwn(event) && TROUBLE.contains(event.path("method").asText()))
        .stream()
        .map(event -> event.path("params").toString())
        .toList();
  }

  /** A page tells its console nothing. */
  @Override
  public void close() throws IOException {
    assertEquals(List.of(), told(), "console");
    order("Page.close", Map.of());
  }
}

package dev.largo.report.live;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.largo.report.page.LiveHtml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers with a page at {@code /} and its version at {@code /version}, to GET and HEAD, and with
 * nothing else: no path leads to a file.
 */
final class PageHandler implements HttpHandler {
  private static final String METHODS = "GET, HEAD";
  private static final Pattern LOCAL_NAME =
      Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?");

  private final LivePage page;
  private final boolean loopback;

  /**
   * A handler.
   *
   * @param loopback whether it is for this machine alone: then a foreign host's name is refused, by
   *     which a web site could have a browser read the page for it (DNS rebinding)
   */
  PageHandler(LivePage page, boolean loopback) {
    this.page = page;
    this.loopback = loopback;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getRawPath();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", METHODS);
        say(exchange, HttpURLConnection.HTTP_BAD_METHOD, "this page can only be read");
      } else if (loopback && isForeign(exchange.getRequestHeaders().getFirst("Host"))) {
        say(exchange, HttpURLConnection.HTTP_FORBIDDEN, "this page is for this machine alone");
      } else if ("/".equals(path)) {
        page(exchange, page.current());
      } else if ("/version".equals(path)) {
        say(exchange, HttpURLConnection.HTTP_OK, page.current().version());
      } else {
        say(exchange, HttpURLConnection.HTTP_NOT_FOUND, "there is one page, at /");
      }
    }
  }

  private static boolean isForeign(@Nullable String host) {
    return host != null && !LOCAL_NAME.matcher(host).matches();
  }

  private static void page(HttpExchange exchange, LiveHtml html) throws IOException {
    String tag = '"' + html.version() + '"';
    exchange.getResponseHeaders().set("ETag", tag);
    if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      exchange.sendResponseHeaders(HttpURLConnection.HTTP_NOT_MODIFIED, -1);
      return;
    }
    send(exchange, HttpURLConnection.HTTP_OK, "text/html; charset=utf-8", html.bytes());
  }

  private static void say(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    headers.set("Cache-Control", "no-cache");
    headers.set("X-Content-Type-Options", "nosniff");
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    // In pieces: the JDK's streams keep buffers as large as the largest write.
    new ByteArrayInputStream(body).transferTo(exchange.getResponseBody());
  }
}

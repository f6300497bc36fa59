package dev.largo.report.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageServerTest {
  private final Counted source = new Counted();
  private final HttpClient client = HttpClient.newHttpClient();
  private PageServer server;

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @BeforeEach
  void serve() throws IOException {
    server = PageServer.bind(loopback(0));
    server.show(new LivePage(source, source));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private HttpResponse<String> ask(String method, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path.substring(1)))
            .method(method, BodyPublishers.noBody());
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** Sends what no client would, and returns the answer's first line. */
  private String raw(String request) throws IOException {
    URI url = URI.create(server.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return answer.lines().findFirst().orElse("");
    }
  }

  @Test
  void pageFollowsItsSource() throws Exception {
    HttpResponse<String> first = ask("GET", "/");
    String version = ask("GET", "/version").body();

    source.text = "second";
    source.pass(LivePage.LOOK);
    String next = ask("GET", "/version").body();
    HttpResponse<String> second = ask("GET", "/");

    assertEquals(200, first.statusCode());
    assertTrue(first.body().contains("<p>first</p>"));
    assertTrue(first.body().contains("data-version=\"" + version + "\""));
    assertTrue(second.body().contains("<p>second</p>"));
    assertTrue(second.body().contains("data-version=\"" + next + "\""));
    assertFalse(next.equals(version));
    assertEquals(2, source.pages.get());
  }

  @Test
  void pageThatABrowserHasIsNotSentAgain() throws Exception {
    String tag = ask("GET", "/").headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> same = ask("GET", "/", "If-None-Match", tag);
    source.text = "second";
    source.pass(LivePage.LOOK);
    HttpResponse<String> other = ask("GET", "/", "If-None-Match", tag);

    assertEquals(304, same.statusCode());
    assertEquals("", same.body());
    assertEquals(200, other.statusCode());
  }

  @Test
  void headSaysHowLongThePageIs() throws Exception {
    HttpResponse<String> head = ask("HEAD", "/");

    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
    assertEquals(
        ask("GET", "/").body().getBytes(StandardCharsets.UTF_8).length,
        head.headers().firstValueAsLong("Content-Length").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
  void otherMethodsAreRefused(String method) throws Exception {
    for (String path : new String[] {"/", "/version", "/elsewhere"}) {
      HttpResponse<String> answer = ask(method, path);

      assertEquals(405, answer.statusCode());
      assertEquals("GET, HEAD", answer.headers().firstValue("Allow").orElseThrow());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/config.conf",
        "/..",
        "/../run.json",
        "/%2e%2e/etc/passwd",
        "/version/",
        "//etc/passwd",
        "/version/../../x",
        "/./"
      })
  void noPathLeadsToAFile(String path) throws IOException {
    String status =
        raw("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path));

    assertEquals("HTTP/1.1 404 Not Found", status);
  }

  @Test
  void foreignNamesOfThisMachineAreRefused() throws IOException {
    for (String host : new String[] {"evil.example", "127.0.0.1.evil.example:80", "localhost.x"}) {
      assertEquals(
          "HTTP/1.1 403 Forbidden",
          raw("GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host)));
    }
    for (String host : new String[] {"localhost", "127.0.0.1:99", "[::1]:8123"}) {
      assertEquals(
          "HTTP/1.1 200 OK",
          raw("GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host)));
    }
  }

  @Test
  void onlyTheAddressThatItIsBoundToAnswers() throws Exception {
    int port = URI.create(server.url()).getPort();

    InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
    assertTrue(server.url().startsWith("http://127.0.0.1:"), server.url());
    // Another address of the same machine, as a stranger's would be.
    assertThrows(ConnectException.class, () -> new Socket(other, port).close());
  }

  @Test
  void portThatIsTakenIsRefused() {
    int port = URI.create(server.url()).getPort();

    assertThrows(BindException.class, () -> PageServer.bind(loopback(port)));
  }

  @Test
  void closedServerGivesItsPortBack() throws IOException {
    int port = URI.create(server.url()).getPort();
    server.close();

    try (PageServer again = PageServer.bind(loopback(port))) {
      assertEquals("http://127.0.0.1:" + port + "/", again.url());
    }
  }
}

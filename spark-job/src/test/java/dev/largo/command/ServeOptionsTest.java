package dev.largo.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.report.live.PageServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

final class ServeOptionsTest {
  @Command
  private static final class Given {
    @Mixin ServeOptions serving = new ServeOptions();
    @Parameters List<String> rest = List.of();
  }

  private static Given given(String... arguments) {
    Given given = new Given();
    CommandLine.ParseResult unused = new CommandLine(given).parseArgs(arguments);
    return given;
  }

  private static String refusal(String... arguments) {
    ServeOptions serving = given(arguments).serving;
    return String.valueOf(assertThrows(RequestException.class, serving::bind).getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "DIR, none, DIR",
        "--serve DIR, 8123, DIR",
        "DIR --serve, 8123, DIR",
        "--serve 99 DIR, 99, DIR",
        "DIR --serve 99, 99, DIR",
        "--serve=99 DIR, 99, DIR",
        "CONF --serve epochs=3, 8123, CONF epochs=3",
        "--serve --bind 10.0.0.1 DIR, 8123, DIR",
      })
  void portIsANumberAndMayBeLeftOut(String line, @Nullable Integer port, String rest) {
    Given given = given(line.split(" ", -1));

    assertEquals(port, given.serving.port);
    assertEquals(port != null, given.serving.isAsked());
    assertEquals(rest, String.join(" ", given.rest));
  }

  @Test
  void nothingIsBoundUnlessAskedFor() {
    assertNull(given("DIR").serving.bind());
  }

  @Test
  void loopbackIsTheDefaultAndAnotherAddressCanBeGiven() {
    try (PageServer own = given("--serve", "0").serving.bind();
        PageServer other = given("--serve", "0", "--bind", "127.0.0.2").serving.bind()) {
      assertNotNull(own);
      assertNotNull(other);
      assertTrue(own.url().matches("http://127\\.0\\.0\\.1:\\d+/"), own::url);
      assertTrue(other.url().matches("http://127\\.0\\.0\\.2:\\d+/"), other::url);
      assertFalse(own.url().endsWith(":0/"));
    }
  }

  @Test
  void whatCannotBeHadIsNamedInOneLine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertEquals(
          "--serve %d: cannot listen on 127.0.0.1:%d (Address already in use); give another port, or 0 for any free one"
              .formatted(port, port),
          refusal("--serve", "" + port));
    }
    assertEquals("--serve 70000: a port is from 0 to 65535", refusal("--serve", "70000"));
    assertEquals("--serve -1: a port is from 0 to 65535", refusal("--serve", "-1"));
    assertEquals("--bind 10.0.0.1: goes with --serve", refusal("--bind", "10.0.0.1"));
    assertEquals(
        "--bind nowhere.invalid: no such address",
        refusal("--serve", "0", "--bind", "nowhere.invalid"));
  }
}

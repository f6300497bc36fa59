package dev.largo.command;

import dev.largo.report.live.LivePage;
import dev.largo.report.live.PageServer;
import dev.largo.report.live.PageSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Whether, and where, a page is shown to browsers while a command runs. */
final class ServeOptions {
  private static final String DEFAULT_PORT = "8123";
  private static final String LOOPBACK = "127.0.0.1";
  private static final int MOST = 65535;

  @Option(
      names = "--serve",
      arity = "0..1",
      paramLabel = "PORT",
      preprocessor = PortOrNothing.class,
      description = {
        "Shows the page, read-only and as it changes, at http://127.0.0.1:PORT/; "
            + DEFAULT_PORT
            + " without PORT, 0 is any free one."
      })
  @Nullable Integer port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = {
        "With --serve: the address to listen on; without it "
            + LOOPBACK
            + ", which only this machine reaches."
      })
  @Nullable String address;

  /** Whether there is something to show. */
  boolean isAsked() {
    return port != null;
  }

  /**
   * Takes the port.
   *
   * @return null if nothing was asked for
   * @throws RequestException if it cannot be had
   */
  @Nullable PageServer bind() {
    if (port == null) {
      if (address != null) {
        throw new RequestException("--bind " + address + ": goes with --serve");
      }
      return null;
    }
    if (port < 0 || port > MOST) {
      throw new RequestException("--serve " + port + ": a port is from 0 to " + MOST);
    }
    InetSocketAddress place = new InetSocketAddress(address == null ? LOOPBACK : address, port);
    if (place.isUnresolved()) {
      throw new RequestException("--bind " + address + ": no such address");
    }
    try {
      return PageServer.bind(place);
    } catch (IOException e) {
      throw new RequestException(
          "--serve %d: cannot listen on %s:%d (%s); give another port, or 0 for any free one"
              .formatted(port, place.getHostString(), port, e.getMessage()));
    }
  }

  /** Shows a page, and says where; nothing where there is no server. */
  static void show(@Nullable PageServer server, PageSource source, Console console) {
    if (server != null) {
      server.show(new LivePage(source, System::nanoTime));
      console.say("page: " + server.url());
    }
  }

  /** What follows the option is its port only if it is a number: it may be a file. */
  static final class PortOrNothing implements IParameterPreprocessor {
    @Override
    @SuppressWarnings("JdkObsolete") // picocli's.
    public boolean preprocess(
        Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
      if (arguments.isEmpty() || !arguments.peek().matches("-?\\d+")) {
        arguments.push(DEFAULT_PORT);
      }
      return false;
    }
  }
}

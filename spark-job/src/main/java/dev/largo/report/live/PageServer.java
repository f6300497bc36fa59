package dev.largo.report.live;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Shows one page to browsers, until it is closed. The port is taken at once, so that who has none
 * learns it before there is anything to show.
 *
 * <pre>{@code
 * try (PageServer server = PageServer.bind(new InetSocketAddress(loopback, 8123))) {
 *   server.show(new LivePage(source, System::nanoTime));
 *   train();
 * }
 * }</pre>
 */
public final class PageServer implements AutoCloseable {
  private static final int THREADS = 4;

  private final HttpServer server;
  private final ExecutorService threads;

  private PageServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Takes a port.
   *
   * @param address resolved; port 0 is any free one
   * @throws IOException if it cannot be listened on, as where another program does
   */
  public static PageServer bind(InetSocketAddress address) throws IOException {
    // The JDK's server waits for ever by default, and a few such clients would keep all others out.
    System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", "10");
    System.getProperties().putIfAbsent("sun.net.httpserver.maxRspTime", "120");
    HttpServer server = HttpServer.create(address, 0);
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "live-page");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    return new PageServer(server, threads);
  }

  /** Begins to answer; to be called once. */
  public void show(LivePage page) {
    server.createContext(
        "/", new PageHandler(page, server.getAddress().getAddress().isLoopbackAddress()));
    server.start();
  }

  /** Where a browser finds the page. */
  public String url() {
    InetAddress address = server.getAddress().getAddress();
    String host = address.getHostAddress();
    String name = host.contains(":") ? "[" + host + "]" : host;
    return "http://" + name + ":" + server.getAddress().getPort() + "/";
  }

  @Override
  public void close() {
    server.stop(0);
    // No interrupts: they would close connections to HDFS that others use.
    threads.shutdown();
  }
}

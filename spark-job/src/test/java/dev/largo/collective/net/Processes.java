package dev.largo.collective.net;

import dev.largo.collective.Collective;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.network.sasl.SecretKeyHolder;
import org.apache.spark.network.util.MapConfigProvider;
import org.apache.spark.network.util.TransportConf;
import org.jspecify.annotations.Nullable;

/** Groups that play several processes in one JVM, and a thread for each rank. */
final class Processes implements AutoCloseable {
  static final String TOKEN = "0123456789abcdef0123456789abcdef";
  static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final List<ProcessGroup> byRank = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** What a rank does. */
  interface Body<T> {
    T run(Collective collective) throws Exception;
  }

  /** {@code layout}: each rank's process, as in "0,1,1". */
  static Processes connected(String layout, TransportSettings settings, Duration timeout)
      throws Exception {
    Processes processes = new Processes();
    Map<String, ProcessGroup> groups = new HashMap<>();
    for (String process : layout.split(",", -1)) {
      processes.byRank.add(
          groups.computeIfAbsent(process, key -> ProcessGroup.listen(settings, TOKEN, timeout)));
    }
    List<PeerAddress> addresses = processes.byRank.stream().map(ProcessGroup::address).toList();
    List<Future<?>> connecting = new ArrayList<>();
    for (ProcessGroup group : groups.values()) {
      connecting.add(processes.threads.submit(() -> group.connect(addresses)));
    }
    for (Future<?> future : connecting) {
      future.get(30, TimeUnit.SECONDS);
    }
    return processes;
  }

  static Processes connected(String layout, TransportSettings settings) throws Exception {
    return connected(layout, settings, TIMEOUT);
  }

  static TransportSettings settings(String... more) {
    return settings(null, more);
  }

  static TransportSettings settings(@Nullable SecretKeyHolder secrets, String... more) {
    Map<String, String> values = new HashMap<>();
    values.put("spark.largo.io.serverThreads", "1");
    values.put("spark.largo.io.clientThreads", "1");
    for (String setting : more) {
      String[] parts = setting.split("=", -1);
      values.put(parts[0], parts[1]);
    }
    return new TransportSettings(
        new TransportConf("largo", new MapConfigProvider(values)),
        "127.0.0.1",
        secrets == null ? null : "app",
        secrets);
  }

  static String sharedMemory(boolean shared) {
    return "spark.largo.sharedMemory=" + shared;
  }

  static SecretKeyHolder secret(String secret) {
    return new SecretKeyHolder() {
      @Override
      public String getSaslUser(String appId) {
        return "largo";
      }

      @Override
      public String getSecretKey(String appId) {
        return secret;
      }
    };
  }

  ProcessGroup group(int rank) {
    return byRank.get(rank);
  }

  <T> Future<T> start(int rank, Body<T> body) {
    Collective member = byRank.get(rank).member(rank);
    return threads.submit(() -> body.run(member));
  }

  /** Runs a body on every rank; results by rank. */
  <T> List<T> run(Body<T> body) throws Exception {
    List<Future<T>> futures = new ArrayList<>();
    for (int rank = 0; rank < byRank.size(); rank++) {
      futures.add(start(rank, body));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(future.get(50, TimeUnit.SECONDS));
    }
    return results;
  }

  @Override
  public void close() {
    byRank.forEach(ProcessGroup::close);
    threads.shutdownNow();
  }
}

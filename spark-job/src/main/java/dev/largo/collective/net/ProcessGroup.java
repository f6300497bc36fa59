package dev.largo.collective.net;

import dev.largo.collective.Collective;
import dev.largo.collective.CollectiveException;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.TransportServer;
import org.apache.spark.network.server.TransportServerBootstrap;
import org.jspecify.annotations.Nullable;

/**
 * The ranks of one process in a group that spans several.
 *
 * <p>Ranks of one process read each other's memory, processes of one host share some, all others
 * exchange over Spark's transport, each with each.
 */
public final class ProcessGroup implements AutoCloseable {
  /** Bytes taken from a socket at once, at most. */
  private static final int MAX_READ = 1 << 17;

  /** Within a host there is no latency to bridge: what waits in a socket should stay in cache. */
  private static final int LOCAL_WINDOW = 1 << 17;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final TransportSettings settings;
  private final String token;
  private final Exchanges exchanges;
  private final Endpoint endpoint;
  private final Refusals refusals = new Refusals();
  private final ChunkPool pool = new ChunkPool();
  private final List<Ring> rings = new ArrayList<>();
  private final Map<Integer, Collective> members = new ConcurrentHashMap<>();
  private final TransportContext context;
  private final TransportServer server;
  private final TransportClientFactory clients;
  private final PeerAddress address;
  private boolean closed;

  private ProcessGroup(TransportSettings settings, String token, Duration timeout) {
    this.settings = settings;
    this.token = token;
    exchanges = new Exchanges(settings.host(), timeout);
    endpoint = new Endpoint(token, exchanges);
    context = new TransportContext(settings.conf(), endpoint);
    List<TransportServerBootstrap> bootstraps =
        new ArrayList<>(settings.serverBootstraps(refusals));
    bootstraps.add(ProcessGroup::tune);
    server = context.createServer(settings.host(), 0, bootstraps);
    clients = context.createClientFactory(settings.clientBootstraps(refusals));
    address = new PeerAddress(settings.host(), server.getPort(), UUID.randomUUID().toString());
  }

  /**
   * Listens for the other processes.
   *
   * @param token secret of this generation of workers; a connection that does not present it first
   *     is closed and counted
   * @param timeout longest wait for another rank
   */
  public static ProcessGroup listen(TransportSettings settings, String token, Duration timeout) {
    return new ProcessGroup(settings, token, timeout);
  }

  private static RpcHandler tune(Channel channel, RpcHandler handler) {
    ChannelConfig config = channel.config();
    config.setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(2048, 1 << 16, MAX_READ));
    if (channel.remoteAddress() instanceof InetSocketAddress remote
        && channel.localAddress() instanceof InetSocketAddress local
        && remote.getAddress().equals(local.getAddress())) {
      config.setOption(ChannelOption.SO_RCVBUF, LOCAL_WINDOW);
    }
    return handler;
  }

  /** Where this process listens. */
  public PeerAddress address() {
    return address;
  }

  /**
   * Opens the connections. Called once, by one of the ranks' threads; the others' first call waits
   * for it.
   *
   * @param peers by rank; entries equal to {@link #address} are this process' own ranks
   * @throws CollectiveException if a process cannot be reached or does not answer in time
   */
  public void connect(List<PeerAddress> peers) {
    Map<PeerAddress, List<Integer>> ranks = new LinkedHashMap<>();
    for (int rank = 0; rank < peers.size(); rank++) {
      ranks.computeIfAbsent(peers.get(rank), key -> new ArrayList<>()).add(rank);
    }
    List<Integer> own = ranks.remove(address);
    if (own == null) {
      throw new IllegalArgumentException("no rank of " + peers + " is at " + address);
    }
    Map<String, Peer> others = new LinkedHashMap<>();
    ranks.forEach((at, theirs) -> others.put(at.process(), new Peer(at, theirs, pool)));
    exchanges.world(own, List.copyOf(others.values()), peers.size());
    endpoint.expect(others);
    new Handshake(settings, token, address, exchanges, endpoint, clients)
        .with(List.copyOf(others.values()), own.get(0), rings::add);
    exchanges.connected();
  }

  /**
   * The collective of one rank of this process; used by that rank's thread alone.
   *
   * @throws CollectiveException if the processes are not connected in time
   */
  public Collective member(int rank) {
    exchanges.awaitConnected("rank %d on %s: ".formatted(rank, settings.host()));
    if (!exchanges.ranks().contains(rank)) {
      throw new IllegalArgumentException(
          "rank " + rank + " is not of this process, whose ranks are " + exchanges.ranks());
    }
    return members.computeIfAbsent(rank, key -> new Member(exchanges, key));
  }

  /** Makes every present and later call of every rank fail; the first cause is the one kept. */
  public void abort(Throwable cause) {
    exchanges.gate().fail(cause);
  }

  /** The first failure that this process knows of, or null. */
  public @Nullable Throwable failure() {
    return exchanges.gate().failure();
  }

  /** Connections closed for a wrong token or secret, malformed or oversized frames. */
  public long refused() {
    return refusals.count();
  }

  /** Frees everything; calls that are under way fail, here and, where they need it, elsewhere. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    exchanges.close();
    endpoint.close();
    clients.close();
    server.close();
    context.close();
    if (exchanges.isLeft(PATIENCE)) {
      rings.forEach(Ring::close);
      pool.close();
    }
  }
}

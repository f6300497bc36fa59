package dev.largo.collective.net;

import dev.largo.collective.PeerFailedException;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.network.buffer.ManagedBuffer;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.StreamCallbackWithID;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.StreamManager;
import org.jspecify.annotations.Nullable;

/** Takes what comes over the connections; who does not begin with the token is turned away. */
final class Endpoint extends RpcHandler {
  private static final AttributeKey<String> PROCESS = AttributeKey.valueOf("largo.process");

  private static final AttributeKey<Boolean> OUTGOING = AttributeKey.valueOf("largo.outgoing");

  private final byte[] token;
  private final Exchanges exchanges;
  private final Set<Channel> channels = ConcurrentHashMap.newKeySet();

  /** Guarded by the gate. */
  private final Map<String, Message.Hello> hellos = new HashMap<>();

  private Map<String, Peer> peers = Map.of();
  private boolean closed;

  Endpoint(String token, Exchanges exchanges) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.exchanges = exchanges;
  }

  /** The processes that are to come, by name; those that have come already are greeted. */
  void expect(Map<String, Peer> expected) {
    synchronized (exchanges.gate()) {
      peers = expected;
      expected.forEach((process, peer) -> peer.hello = hellos.get(process));
    }
  }

  /** A connection that this process has opened. */
  void opened(Channel channel, Peer peer) {
    channel.attr(PROCESS).set(peer.address().process());
    channel.attr(OUTGOING).set(true);
    if (!channel.isActive()) {
      exchanges.lostTo(peer);
    }
  }

  /** Closes all connections, and returns when nothing comes from them any more. */
  void close() {
    synchronized (exchanges.gate()) {
      closed = true;
    }
    channels.forEach(channel -> channel.close().awaitUninterruptibly());
  }

  @Override
  public void receive(TransportClient client, ByteBuffer message) {
    Channel channel = client.getChannel();
    try {
      receive(channel, Message.decode(message));
    } catch (RuntimeException e) {
      FrameGuard.refuse(channel);
    }
  }

  private void receive(Channel channel, Message message) {
    synchronized (exchanges.gate()) {
      String process = channel.attr(PROCESS).get();
      if (process == null) {
        greet(channel, message);
        return;
      }
      Peer peer = peers.get(process);
      if (message instanceof Message.Abort abort) {
        int rank = peer == null ? -1 : peer.rank();
        String who = peer == null ? "a process" : peer.toString();
        String what = who + " stopped: " + abort.cause();
        exchanges.gate().fail(new PeerFailedException(what, rank, null));
      } else if (peer == null) {
        throw new IllegalArgumentException("too early: " + message);
      } else if (message instanceof Message.Answer answer) {
        peer.answer = answer;
        exchanges.gate().notifyAll();
      } else if (message instanceof Message.Entry entry) {
        exchanges.entered(peer, entry);
      } else {
        throw new IllegalArgumentException("out of place: " + message);
      }
    }
  }

  private void greet(Channel channel, Message message) {
    if (!(message instanceof Message.Hello hello)
        || !MessageDigest.isEqual(token, hello.token().getBytes(StandardCharsets.UTF_8))
        || hellos.putIfAbsent(hello.from().process(), hello) != null) {
      throw new IllegalArgumentException("a stranger");
    }
    FrameGuard.trust(channel);
    channel.attr(PROCESS).set(hello.from().process());
    Peer peer = peers.get(hello.from().process());
    if (peer != null) {
      peer.hello = hello;
      exchanges.gate().notifyAll();
    }
  }

  @Override
  public StreamCallbackWithID receiveStream(
      TransportClient client, ByteBuffer header, RpcResponseCallback callback) {
    Channel channel = client.getChannel();
    try {
      synchronized (exchanges.gate()) {
        Peer peer = peer(channel);
        if (peer != null && Message.decode(header) instanceof Message.Bulk bulk) {
          return peer.download(bulk, () -> FrameGuard.refuse(channel));
        }
      }
      throw new IllegalArgumentException("an upload from a stranger");
    } catch (RuntimeException e) {
      FrameGuard.refuse(channel);
      throw e;
    }
  }

  @Override
  public void receive(TransportClient client, ByteBuffer message, RpcResponseCallback callback) {
    FrameGuard.refuse(client.getChannel());
  }

  @Override
  public void channelActive(TransportClient client) {
    channels.add(client.getChannel());
    synchronized (exchanges.gate()) {
      if (closed) {
        client.close();
      }
    }
  }

  @Override
  public void channelInactive(TransportClient client) {
    channels.remove(client.getChannel());
    synchronized (exchanges.gate()) {
      Peer peer = peer(client.getChannel());
      if (peer != null && client.getChannel().hasAttr(OUTGOING)) {
        exchanges.lostTo(peer);
      } else if (peer != null) {
        exchanges.lostFrom(peer);
      }
    }
  }

  private @Nullable Peer peer(Channel channel) {
    String process = channel.attr(PROCESS).get();
    return process == null ? null : peers.get(process);
  }

  @Override
  public StreamManager getStreamManager() {
    return new StreamManager() {
      @Override
      public ManagedBuffer getChunk(long streamId, int chunkIndex) {
        throw new UnsupportedOperationException("nothing is to be fetched here");
      }
    };
  }
}

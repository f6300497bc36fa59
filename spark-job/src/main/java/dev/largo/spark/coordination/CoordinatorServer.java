package dev.largo.spark.coordination;

import dev.largo.collective.net.FrameGuard;
import dev.largo.collective.net.Refusals;
import dev.largo.collective.net.TransportSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.server.OneForOneStreamManager;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.StreamManager;
import org.apache.spark.network.server.TransportServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The coordinator's door: JSON messages as remote procedure calls of Spark's transport. */
public final class CoordinatorServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CoordinatorServer.class);

  private final TransportContext context;
  private final TransportServer server;
  private final CoordinatorAddress address;
  private final Refusals refusals;
  private final Handler handler;

  private CoordinatorServer(
      TransportContext context,
      TransportServer server,
      CoordinatorAddress address,
      Refusals refusals,
      Handler handler) {
    this.refusals = refusals;
    this.handler = handler;
    this.context = context;
    this.server = server;
    this.address = address;
  }

  /**
   * Listens on the driver's own address.
   *
   * @param host what ranks reach the driver by
   * @param port 0 for any that is free
   */
  public static CoordinatorServer listen(
      TransportSettings settings, String host, int port, String token, Coordinator coordinator) {
    Refusals refusals = new Refusals();
    Handler handler = new Handler(token, coordinator);
    TransportContext context = new TransportContext(settings.conf(), handler);
    TransportServer server =
        context.createServer(settings.host(), port, settings.serverBootstraps(refusals));
    return new CoordinatorServer(
        context, server, new CoordinatorAddress(host, server.getPort(), token), refusals, handler);
  }

  /**
   * What has gone over the connections, frames and encryption not counted.
   *
   * @param messages that ranks have sent, each of which has one answer
   * @param receivedBytes of the messages
   * @param sentBytes of the answers
   */
  public record Traffic(long messages, long receivedBytes, long sentBytes) {}

  /** What has gone over the connections so far. */
  public Traffic traffic() {
    return new Traffic(
        handler.messages.sum(), handler.receivedBytes.sum(), handler.sentBytes.sum());
  }

  /** Where ranks reach it. */
  public CoordinatorAddress address() {
    return address;
  }

  /** Connections that were closed for what came over them. */
  long refused() {
    return refusals.count();
  }

  @Override
  public void close() {
    server.close();
    context.close();
    if (refused() > 0) {
      LOG.warn(
          "the driver has closed {} connections that are not of this run, or not well-formed",
          refused());
    }
  }

  /** An answer to all ranks of an attempt. */
  private record Table(Reply reply, ByteBuffer bytes) {
    @SuppressWarnings("ReferenceEquality") // Equal ones of another attempt are put into words anew.
    boolean isOf(Reply other) {
      return reply.peers() == other.peers() && reply.stop() == other.stop();
    }
  }

  private static final class Handler extends RpcHandler {
    private final byte[] token;
    private final Coordinator coordinator;
    private final StreamManager noStreams = new OneForOneStreamManager();
    private final LongAdder messages = new LongAdder();
    private final LongAdder receivedBytes = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private @Nullable Table table;

    private Handler(String token, Coordinator coordinator) {
      this.token = token.getBytes(StandardCharsets.UTF_8);
      this.coordinator = coordinator;
    }

    @Override
    public void receive(TransportClient client, ByteBuffer bytes, RpcResponseCallback answer) {
      Envelope envelope;
      try {
        envelope = Json.decode(bytes, Envelope.class);
      } catch (IOException e) {
        refuse(client, "no message of Largo's");
        return;
      }
      if (!isToken(envelope.token())) {
        refuse(client, "a wrong token");
        return;
      }
      FrameGuard.trust(client.getChannel());
      messages.increment();
      receivedBytes.add(bytes.remaining());
      CompletableFuture<Reply> unused =
          coordinator
              .handle(envelope.message())
              .whenComplete(
                  (reply, failure) -> {
                    if (failure == null) {
                      ByteBuffer told = encoded(reply);
                      sentBytes.add(told.remaining());
                      answer.onSuccess(told);
                    } else {
                      answer.onFailure(failure);
                    }
                  });
    }

    /** The addresses of all ranks, the same for each of them, are put into words once. */
    private synchronized ByteBuffer encoded(Reply reply) {
      if (reply.peers() == null) {
        return Json.encode(reply);
      }
      if (table == null || !table.isOf(reply)) {
        table = new Table(reply, Json.encode(reply));
      }
      return table.bytes().duplicate();
    }

    private boolean isToken(@Nullable String shown) {
      return shown != null && MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), token);
    }

    private void refuse(TransportClient client, String why) {
      LOG.warn("{} sent {}: its connection is closed", client.getSocketAddress(), why);
      FrameGuard.refuse(client.getChannel());
    }

    @Override
    public StreamManager getStreamManager() {
      return noStreams;
    }
  }
}

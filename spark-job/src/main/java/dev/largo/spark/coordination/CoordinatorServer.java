package dev.largo.spark.coordination;

import dev.largo.collective.net.FrameGuard;
import dev.largo.collective.net.Refusals;
import dev.largo.collective.net.TransportSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
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

  private CoordinatorServer(
      TransportContext context,
      TransportServer server,
      CoordinatorAddress address,
      Refusals refusals) {
    this.refusals = refusals;
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
    TransportContext context =
        new TransportContext(settings.conf(), new Handler(token, coordinator));
    TransportServer server =
        context.createServer(settings.host(), port, settings.serverBootstraps(refusals));
    return new CoordinatorServer(
        context, server, new CoordinatorAddress(host, server.getPort(), token), refusals);
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

  private static final class Handler extends RpcHandler {
    private final byte[] token;
    private final Coordinator coordinator;
    private final StreamManager noStreams = new OneForOneStreamManager();

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
      CompletableFuture<Reply> unused =
          coordinator
              .handle(envelope.message())
              .whenComplete(
                  (reply, failure) -> {
                    if (failure == null) {
                      answer.onSuccess(Json.encode(reply));
                    } else {
                      answer.onFailure(failure);
                    }
                  });
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

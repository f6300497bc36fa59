package dev.largo.collective.net;

import io.netty.channel.epoll.Epoll;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.network.client.TransportClientBootstrap;
import org.apache.spark.network.crypto.AuthClientBootstrap;
import org.apache.spark.network.crypto.AuthServerBootstrap;
import org.apache.spark.network.sasl.SecretKeyHolder;
import org.apache.spark.network.server.TransportServerBootstrap;
import org.apache.spark.network.util.TransportConf;
import org.jspecify.annotations.Nullable;

/**
 * How Largo's own channels are made: on Spark's transport, with its authentication and encryption
 * where they are on.
 *
 * @param conf Spark's settings of the transport; {@code spark.largo.sharedMemory=false} in it keeps
 *     processes of one host from sharing memory
 * @param host this process' own address, to bind to and to be reached at
 * @param appId user name in authentication; needed with secrets
 * @param secrets null: no authentication
 */
public record TransportSettings(
    TransportConf conf, String host, @Nullable String appId, @Nullable SecretKeyHolder secrets) {
  private static final String SHARED_MEMORY = "spark.largo.sharedMemory";

  public TransportSettings {
    if (secrets != null && appId == null) {
      throw new IllegalArgumentException("authentication needs an application id");
    }
  }

  /** What a server puts before its own handler: a frame guard that counts, then authentication. */
  public List<TransportServerBootstrap> serverBootstraps(Refusals refusals) {
    List<TransportServerBootstrap> bootstraps = new ArrayList<>();
    bootstraps.add(
        (channel, handler) -> {
          channel.pipeline().addFirst(FrameGuard.NAME, FrameGuard.ofServer(refusals));
          return handler;
        });
    if (secrets != null) {
      bootstraps.add(new AuthServerBootstrap(conf, secrets));
    }
    return bootstraps;
  }

  /**
   * What a client does before its first message: a frame guard that counts, then authentication.
   */
  public List<TransportClientBootstrap> clientBootstraps(Refusals refusals) {
    List<TransportClientBootstrap> bootstraps = new ArrayList<>();
    bootstraps.add(
        (client, channel) ->
            channel.pipeline().addFirst(FrameGuard.NAME, FrameGuard.ofClient(refusals)));
    if (secrets != null) {
      bootstraps.add(new AuthClientBootstrap(conf, appId, secrets));
    }
    return bootstraps;
  }

  /**
   * The transport's mode that is fastest here: Linux's own event notification where it is there.
   */
  public static String fastestMode() {
    return Epoll.isAvailable() ? "EPOLL" : "NIO";
  }

  boolean sharesMemory() {
    return Boolean.parseBoolean(conf.get(SHARED_MEMORY, "true"));
  }
}

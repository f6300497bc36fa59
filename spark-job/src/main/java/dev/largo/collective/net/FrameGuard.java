package dev.largo.collective.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Follows the transport's framing before anything is allocated for a frame, and closes a connection
 * whose frames are oversized, malformed or of a type that is not in use. A stranger may send
 * little, and has little time, until the handler behind calls {@link #trust}.
 *
 * <p>A frame is its length (8 bytes, counting themselves), a type, and what the type asks for. An
 * upload's frame ends with the length of a body that follows it outside the frame: bulk data, which
 * passes unread.
 */
public final class FrameGuard extends ChannelInboundHandlerAdapter {
  /** The handler's name in a pipeline. */
  public static final String NAME = "largoFrameGuard";

  /** Longest frame in bytes; bulk data is no frame. */
  public static final int MAX_FRAME = 16 << 20;

  private static final int STRANGERS_BYTES = 64 << 10;
  private static final int STRANGERS_SECONDS = 30;
  private static final int LENGTH_BYTES = Long.BYTES;
  private static final byte UPLOAD = 10;

  /** Type, request number, length of the description, length of the body. */
  private static final int SHORTEST_UPLOAD = 1 + Long.BYTES + Integer.BYTES + Long.BYTES;

  /** Requests, answers and failures of calls, one-way messages, uploads. */
  private static final Set<Byte> TYPES = Set.of((byte) 3, (byte) 4, (byte) 5, (byte) 9, UPLOAD);

  private final Refusals refusals;
  private volatile boolean trusted;
  private boolean refused;
  private long received;

  /** Bytes of the frame that were read, and its length once that is known. */
  private long position;

  private long length;
  private byte type;

  /** The last 8 bytes of the frame, little by little. */
  private long word;

  /** Bytes of an upload's body that are still to come. */
  private long body;

  private FrameGuard(Refusals refusals, boolean trusted) {
    this.refusals = refusals;
    this.trusted = trusted;
  }

  static FrameGuard ofServer(Refusals refusals) {
    return new FrameGuard(refusals, false);
  }

  static FrameGuard ofClient(Refusals refusals) {
    return new FrameGuard(refusals, true);
  }

  /** The peer has shown that it belongs to the run. */
  public static void trust(Channel channel) {
    FrameGuard guard = channel.pipeline().get(FrameGuard.class);
    if (guard != null) {
      guard.trusted = true;
    }
  }

  /** Closes a connection for what came over it, and counts it. */
  public static void refuse(Channel channel) {
    FrameGuard guard = channel.pipeline().get(FrameGuard.class);
    if (guard != null) {
      guard.count();
    }
    Future<?> unused = channel.close();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (!trusted) {
      Future<?> unused =
          context.executor().schedule(() -> expire(context), STRANGERS_SECONDS, TimeUnit.SECONDS);
    }
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes && !passes(bytes)) {
      ReferenceCountUtil.release(message);
      count();
      Future<?> unused = context.close();
      return;
    }
    context.fireChannelRead(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (!trusted && received > 0) {
      count();
    }
    context.fireChannelInactive();
  }

  private void expire(ChannelHandlerContext context) {
    if (!trusted && context.channel().isActive()) {
      count();
      Future<?> unused = context.close();
    }
  }

  private synchronized void count() {
    if (!refused) {
      refused = true;
      refusals.add();
    }
  }

  private boolean passes(ByteBuf bytes) {
    if (refused) {
      return false;
    }
    received += bytes.readableBytes();
    if (!trusted && received > STRANGERS_BYTES) {
      return false;
    }
    int at = bytes.readerIndex();
    while (at < bytes.writerIndex()) {
      int left = bytes.writerIndex() - at;
      if (body > 0) {
        int passing = (int) Math.min(left, body);
        body -= passing;
        at += passing;
      } else if (position > LENGTH_BYTES && position + Long.BYTES < length) {
        // Nothing to be read here before the frame's last 8 bytes.
        int passing = (int) Math.min(left, length - Long.BYTES - position);
        position += passing;
        at += passing;
      } else if (!step(bytes.getByte(at++))) {
        return false;
      }
    }
    return true;
  }

  private boolean step(byte next) {
    word = (word << Byte.SIZE) | (next & 0xff);
    position++;
    if (position == LENGTH_BYTES) {
      length = word;
      return length > LENGTH_BYTES && length <= MAX_FRAME;
    }
    if (position == LENGTH_BYTES + 1) {
      type = next;
      if (!TYPES.contains(type) || (type == UPLOAD && length < LENGTH_BYTES + SHORTEST_UPLOAD)) {
        return false;
      }
    }
    if (position > LENGTH_BYTES && position == length) {
      body = type == UPLOAD ? word : 0;
      position = 0;
      return body >= 0;
    }
    return true;
  }
}

package dev.largo.collective.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What processes tell each other: a kind (one byte), then the record's components, little-endian;
 * text is its length in bytes and UTF-8.
 */
sealed interface Message {
  int TEXT_BYTES = 4096;

  /** The first on a connection: who speaks, and a ring for what it will send; no name, no ring. */
  record Hello(String token, PeerAddress from, String ring, long ringToken) implements Message {}

  /** To a hello: whether the ring is seen here. */
  record Answer(boolean sees) implements Message {}

  /** The sender's ranks have all begun an exchange. */
  record Entry(long exchange, Exchange.Kind kind, ByteBuffer payload) implements Message {}

  /** Announces an upload. */
  record Bulk(long exchange, long bytes) implements Message {}

  /** The sender has failed. */
  record Abort(String cause) implements Message {}

  /** The message as bytes. */
  default ByteBuffer encode() {
    int payload = this instanceof Entry entry ? entry.payload().remaining() : 0;
    ByteBuffer out = littleEndian(5 * TEXT_BYTES + payload);
    if (this instanceof Hello hello) {
      out.put((byte) 1);
      putText(out, hello.token());
      putText(out, hello.from().host());
      out.putInt(hello.from().port());
      putText(out, hello.from().process());
      putText(out, hello.ring());
      out.putLong(hello.ringToken());
    } else if (this instanceof Answer answer) {
      out.put((byte) 2).put((byte) (answer.sees() ? 1 : 0));
    } else if (this instanceof Entry entry) {
      out.put((byte) 3).putLong(entry.exchange()).put(entry.kind().code());
      out.put(entry.payload().duplicate());
    } else if (this instanceof Bulk bulk) {
      out.put((byte) 4).putLong(bulk.exchange()).putLong(bulk.bytes());
    } else if (this instanceof Abort abort) {
      out.put((byte) 5);
      putText(out, abort.cause());
    }
    return out.flip();
  }

  /**
   * The message that the bytes are.
   *
   * @throws RuntimeException if they are none
   */
  static Message decode(ByteBuffer bytes) {
    ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    byte kind = in.get();
    Message message =
        switch (kind) {
          case 1 ->
              new Hello(
                  text(in),
                  new PeerAddress(text(in), in.getInt(), text(in)),
                  text(in),
                  in.getLong());
          case 2 -> new Answer(in.get() != 0);
          case 3 -> new Entry(in.getLong(), Exchange.Kind.of(in.get()), rest(in));
          case 4 -> new Bulk(in.getLong(), in.getLong());
          case 5 -> new Abort(text(in));
          default -> throw new IllegalArgumentException("message of kind " + kind);
        };
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(in.remaining() + " bytes too many");
    }
    return message;
  }

  static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void putText(ByteBuffer out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, TEXT_BYTES);
    out.putInt(length).put(bytes, 0, length);
  }

  private static String text(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > TEXT_BYTES) {
      throw new IllegalArgumentException("text of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A copy: the bytes that messages come in belong to the transport. */
  private static ByteBuffer rest(ByteBuffer in) {
    return littleEndian(in.remaining()).put(in).flip();
  }
}

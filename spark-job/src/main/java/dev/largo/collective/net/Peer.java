package dev.largo.collective.net;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.network.buffer.NioManagedBuffer;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.StreamCallbackWithID;
import org.apache.spark.network.client.TransportClient;
import org.jspecify.annotations.Nullable;

/**
 * Another process: the connection to it, and the rings either way where memory is shared. All
 * fields are guarded by the {@link Gate}.
 */
final class Peer {
  /** What is to come next over the connection. */
  private record Expected(Transfer transfer, Sink sink) {}

  private final PeerAddress address;
  private final List<Integer> ranks;
  private final ChunkPool pool;
  private @Nullable TransportClient client;
  private @Nullable RingWriter writer;
  private @Nullable RingReader reader;
  private @Nullable Expected expected;

  /** It has entered an exchange that this process has not begun. */
  Message.@Nullable Entry entry;

  Message.@Nullable Hello hello;
  Message.@Nullable Answer answer;

  /** Why nothing more will come from it. */
  @Nullable String lost;

  Peer(PeerAddress address, List<Integer> ranks, ChunkPool pool) {
    this.address = address;
    this.ranks = List.copyOf(ranks);
    this.pool = pool;
  }

  PeerAddress address() {
    return address;
  }

  List<Integer> ranks() {
    return ranks;
  }

  /** The lowest of its ranks. */
  int rank() {
    return ranks.get(0);
  }

  void client(TransportClient connected) {
    client = connected;
  }

  void writer(Ring ring) {
    writer = new RingWriter(ring);
  }

  void reader(Ring ring) {
    reader = new RingReader(ring);
  }

  void send(Message message) {
    if (client != null && client.isActive()) {
      client.send(message.encode());
    }
  }

  /** Lets a transfer flow to the peer. */
  void send(Transfer transfer, Source source, List<Pump> pumps) {
    if (writer != null) {
      writer.begin(transfer, source);
      pumps.add(writer);
    } else if (client != null) {
      Message.Bulk announced = new Message.Bulk(transfer.exchange(), transfer.bytes());
      client.uploadStream(
          new NioManagedBuffer(announced.encode()),
          new UploadBuffer(transfer, source, pool),
          new Acknowledgement(client));
    }
  }

  /** Lets a transfer flow from the peer. */
  void expect(Transfer transfer, Sink sink, List<Pump> pumps) {
    if (reader != null) {
      reader.begin(transfer, sink);
      pumps.add(reader);
    } else {
      expected = new Expected(transfer, sink);
    }
  }

  /**
   * What takes the bytes of an upload that the peer announces.
   *
   * @throws IllegalArgumentException if it is not the one that is due
   */
  StreamCallbackWithID download(Message.Bulk announced, Runnable refuse) {
    Expected due = expected;
    if (due == null
        || due.transfer.exchange() != announced.exchange()
        || due.transfer.bytes() != announced.bytes()) {
      throw new IllegalArgumentException(announced + " is not due");
    }
    expected = null;
    return due.sink instanceof DirectSink direct
        ? new DirectDownload(due.transfer, direct, refuse)
        : new PieceDownload(due.transfer, due.sink, pool, refuse);
  }

  @Override
  public String toString() {
    String numbers =
        ranks.size() == 1
            ? "rank " + rank()
            : "ranks " + String.join(", ", ranks.stream().map(String::valueOf).toList());
    return numbers + " (" + address + ")";
  }

  /** The source says itself when it has been read; here only failures count. */
  private record Acknowledgement(TransportClient client) implements RpcResponseCallback {
    @Override
    public void onSuccess(ByteBuffer response) {}

    @Override
    public void onFailure(Throwable cause) {
      client.close();
    }
  }
}

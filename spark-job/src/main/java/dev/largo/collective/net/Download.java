package dev.largo.collective.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.spark.network.client.StreamCallbackWithID;

/** Takes an upload's bytes as they come, on the connection's thread. */
abstract class Download implements StreamCallbackWithID {
  private final Transfer transfer;
  private final Runnable refuse;
  private int next;

  /** {@code refuse} ends the connection: the bytes are not what was announced. */
  Download(Transfer transfer, Runnable refuse) {
    this.transfer = transfer;
    this.refuse = refuse;
  }

  /** Takes some of a piece's bytes and moves the buffer's position; true if that was the last. */
  abstract boolean take(Piece piece, int bytes, ByteBuffer data);

  @Override
  public final String getID() {
    return "largo-" + transfer.exchange();
  }

  @Override
  public final void onData(String id, ByteBuffer data) {
    data.order(ByteOrder.LITTLE_ENDIAN);
    while (data.hasRemaining()) {
      if (next == transfer.pieces().size()) {
        refuse.run();
        return;
      }
      Piece piece = transfer.pieces().get(next);
      if (take(piece, transfer.bytes(piece), data)) {
        next++;
      }
    }
  }

  @Override
  public final void onComplete(String id) {
    if (next < transfer.pieces().size()) {
      refuse.run();
    }
  }

  @Override
  public final void onFailure(String id, Throwable cause) {
    // The connection is closed then, which is told apart.
  }
}

package dev.largo.collective.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Hands numbers on straight from the network's buffers, to where they belong already. */
final class DirectDownload extends Download {
  private final DirectSink sink;
  private final int unit;

  /** A number that two buffers share. */
  private final ByteBuffer split;

  /** Bytes of the piece that were handed on. */
  private int done;

  DirectDownload(Transfer transfer, DirectSink sink, Runnable refuse) {
    super(transfer, refuse);
    this.sink = sink;
    unit = transfer.unit();
    split = ByteBuffer.allocate(unit).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  boolean take(Piece piece, int bytes, ByteBuffer data) {
    int whole = Math.min(data.remaining(), bytes - done) / unit;
    if (split.position() == 0 && whole > 0) {
      sink.read(piece.from() + done / unit, whole, data, data.position());
      data.position(data.position() + whole * unit);
      done += whole * unit;
    } else if (!split.put(data.get()).hasRemaining()) {
      sink.read(piece.from() + done / unit, 1, split.flip(), 0);
      split.clear();
      done += unit;
    }
    if (done < bytes) {
      return false;
    }
    done = 0;
    sink.taken();
    return true;
  }
}

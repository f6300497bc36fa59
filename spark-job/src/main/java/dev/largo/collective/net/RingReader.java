package dev.largo.collective.net;

import org.jspecify.annotations.Nullable;

/** Takes a transfer's pieces from a ring, a step at a time, by whichever thread has time. */
final class RingReader implements Pump {
  private final Ring ring;

  /** The fields below are guarded by this object. */
  private @Nullable Transfer transfer;

  private @Nullable Sink sink;
  private int next;
  private long sequence;

  RingReader(Ring ring) {
    this.ring = ring;
  }

  synchronized void begin(Transfer transfer, Sink sink) {
    this.transfer = transfer;
    this.sink = sink;
    next = 0;
  }

  @Override
  public boolean step() {
    Sink into;
    Piece piece;
    Chunk chunk;
    synchronized (this) {
      if (transfer == null
          || sink == null
          || next == transfer.pieces().size()
          || !ring.isFilled(sequence)) {
        return false;
      }
      into = sink;
      piece = transfer.pieces().get(next++);
      long place = sequence++;
      chunk = new Chunk(ring.slot(place), () -> ring.released(place));
      if (into.inOrder()) {
        into.take(piece, chunk);
        return true;
      }
    }
    into.take(piece, chunk);
    return true;
  }
}

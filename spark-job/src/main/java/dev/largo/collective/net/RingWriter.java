package dev.largo.collective.net;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Puts a transfer's pieces into a ring, a step at a time, by whichever thread has time. */
final class RingWriter implements Pump {
  private final Ring ring;

  /** The fields below are guarded by this object. */
  private @Nullable Transfer transfer;

  private @Nullable Source source;
  private int next;
  private int filled;
  private long sequence;

  RingWriter(Ring ring) {
    this.ring = ring;
  }

  synchronized void begin(Transfer transfer, Source source) {
    this.transfer = transfer;
    this.source = source;
    next = 0;
    filled = 0;
    if (transfer.pieces().isEmpty()) {
      source.sent();
    }
  }

  @Override
  public boolean step() {
    Transfer current;
    Source from;
    int number;
    long place;
    synchronized (this) {
      if (transfer == null
          || source == null
          || next == transfer.pieces().size()
          || !ring.isFree(sequence)) {
        return false;
      }
      current = transfer;
      from = source;
      number = next++;
      place = sequence++;
    }
    ByteBuffer slot = ring.slot(place);
    from.fill(current.pieces().get(number), slot);
    ring.filled(place);
    boolean last;
    synchronized (this) {
      last = ++filled == current.pieces().size();
    }
    if (last) {
      from.sent();
    }
    return true;
  }
}

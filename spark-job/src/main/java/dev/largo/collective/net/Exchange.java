package dev.largo.collective.net;

import dev.largo.collective.CollectiveException;
import dev.largo.collective.PeerLostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One call of all ranks. This process' ranks hand in what they have; the last to come tells every
 * other process so (its entry), and bulk data flows between two processes as soon as both have
 * entered. No process can complete an exchange before all have entered it, so none is ever more
 * than one ahead.
 *
 * <p>Everything here is guarded by the lock {@link Gate}, but for what subclasses do in their
 * ranks' threads.
 */
abstract class Exchange {
  /** The calls, with their number in messages. */
  enum Kind {
    BARRIER(1, "barrier"),
    VALUES(2, "all-gather of values"),
    REDUCE_SCATTER(3, "reduce-scatter"),
    ALL_GATHER(4, "all-gather");

    private final byte code;
    private final String text;

    Kind(int code, String text) {
      this.code = (byte) code;
      this.text = text;
    }

    byte code() {
      return code;
    }

    static Kind of(byte code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException("exchange of kind " + code);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** What goes on with one other process. */
  static final class Leg {
    final Peer peer;
    boolean entered;
    boolean sent;
    boolean received;

    /** Pieces that are still to be received. */
    int missing;

    Leg(Peer peer) {
      this.peer = peer;
    }

    boolean isSending() {
      return entered && !sent;
    }

    boolean isDone() {
      return entered && sent && received;
    }
  }

  final Exchanges exchanges;
  final long number;
  final Kind kind;
  final List<Leg> legs = new ArrayList<>();

  /** What waiting ranks can help with. */
  final List<Pump> pumps = new CopyOnWriteArrayList<>();

  private final Set<Integer> arrived = new HashSet<>();
  private int left;
  private boolean started;

  Exchange(Exchanges exchanges, Kind kind, long number) {
    this.exchanges = exchanges;
    this.kind = kind;
    this.number = number;
    for (Peer peer : exchanges.peers()) {
      legs.add(new Leg(peer));
    }
  }

  /** What the other processes must know of this one's part. */
  abstract ByteBuffer payload();

  /**
   * Takes another process' payload and begins what is to flow, with {@link #begin} or not at all.
   *
   * @throws RuntimeException if the payload does not fit this exchange
   */
  abstract void match(Leg leg, ByteBuffer payload);

  /** Counts a rank; true for the last. */
  final boolean arrive(int rank) {
    arrived.add(rank);
    return arrived.size() == exchanges.ranks().size();
  }

  final void start() {
    started = true;
  }

  final boolean hasStarted() {
    return started;
  }

  final void leave() {
    left++;
  }

  final boolean isComplete() {
    return left == exchanges.ranks().size() && legs.stream().allMatch(Leg::isDone);
  }

  /** Whom a wait that took too long was for. */
  final CollectiveException late() {
    for (int rank : exchanges.ranks()) {
      if (!arrived.contains(rank)) {
        return new PeerLostException("rank " + rank + " of the same process is late", rank, null);
      }
    }
    for (Leg leg : legs) {
      if (!leg.isDone()) {
        String what = leg.entered ? "the data stopped between here and " : "no word from ";
        return new PeerLostException(what + leg.peer, leg.peer.rank(), null);
      }
    }
    int first = exchanges.ranks().get(0);
    return new PeerLostException("a rank of the same process is late", first, null);
  }

  final boolean isEntered() {
    return started && legs.stream().allMatch(leg -> leg.entered);
  }

  /** Whether this process has all that it needs. */
  final boolean isReceived() {
    return started && legs.stream().allMatch(leg -> leg.received);
  }

  final Leg leg(Peer peer) {
    return legs.stream().filter(leg -> leg.peer == peer).findFirst().orElseThrow();
  }

  /** Nothing flows on this leg. */
  final void nothing(Leg leg) {
    leg.sent = true;
    leg.received = true;
  }

  /** Lets bulk data flow both ways. */
  final void begin(Leg leg, Transfer out, Source source, Transfer in, Sink sink) {
    leg.missing = in.pieces().size();
    if (leg.missing == 0) {
      leg.received = true;
    } else {
      leg.peer.expect(in, sink, pumps);
    }
    if (out.pieces().isEmpty()) {
      leg.sent = true;
    } else {
      leg.peer.send(out, source, pumps);
    }
  }

  /** Counts a piece that has come. */
  final void received(Leg leg) {
    leg.received = --leg.missing == 0;
  }
}

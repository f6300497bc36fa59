package dev.largo.collective.net;

import dev.largo.collective.CollectiveException;
import dev.largo.collective.PeerFailedException;
import dev.largo.collective.PeerLostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The exchanges of a process' ranks with all others, one after the other. */
final class Exchanges {
  private static final int SPINS = 1000;
  private static final long NAP_NANOS = 20_000;

  /** Makes an exchange of a kind. */
  interface Maker<T extends Exchange> {
    T make(Exchanges exchanges, Exchange.Kind kind, long number);
  }

  private final Gate gate;
  private final TileSums tiles = new TileSums();
  private final String host;

  /** All below are guarded by the gate; those of the world do not change once it is set. */
  private List<Integer> ranks = List.of();

  private List<Peer> peers = List.of();
  private int worldSize;
  private boolean connected;
  private @Nullable Exchange current;
  private int inside;
  private boolean closed;

  Exchanges(String host, Duration timeout) {
    this.host = host;
    gate = new Gate(timeout, this::tellPeers);
  }

  Gate gate() {
    return gate;
  }

  TileSums tiles() {
    return tiles;
  }

  List<Integer> ranks() {
    return ranks;
  }

  List<Peer> peers() {
    return peers;
  }

  int worldSize() {
    return worldSize;
  }

  void world(List<Integer> ownRanks, List<Peer> others, int size) {
    synchronized (gate) {
      ranks = List.copyOf(ownRanks);
      peers = List.copyOf(others);
      worldSize = size;
    }
  }

  void connected() {
    synchronized (gate) {
      connected = true;
      gate.notifyAll();
    }
  }

  /** Waits until the processes are connected. */
  void awaitConnected(Object where) {
    gate.await(
        where,
        () -> connected,
        () -> new PeerLostException("this process does not connect to the others", 0, null));
  }

  /** A rank's part in an exchange; returns when all ranks have done theirs. */
  <T extends Exchange> T run(
      int rank,
      Exchange.Kind kind,
      long number,
      Class<T> type,
      Maker<T> maker,
      Consumer<T> put,
      Consumer<T> finish) {
    Object where = where(rank, kind, number);
    synchronized (gate) {
      inside++;
    }
    try {
      T exchange = enter(where, kind, number, type, maker);
      synchronized (gate) {
        put.accept(exchange);
        if (exchange.arrive(rank)) {
          start(exchange);
        }
      }
      finish.accept(exchange);
      synchronized (gate) {
        exchange.leave();
        gate.notifyAll();
      }
      await(rank, exchange, exchange::isComplete);
      return exchange;
    } catch (CollectiveException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      gate.fail(e);
      throw new CollectiveException(where + Gate.line(e), e);
    } finally {
      synchronized (gate) {
        inside--;
        gate.notifyAll();
      }
    }
  }

  private <T extends Exchange> T enter(
      Object where, Exchange.Kind kind, long number, Class<T> type, Maker<T> maker) {
    awaitConnected(where);
    synchronized (gate) {
      gate.requireAlive(where);
      if (current == null || current.number < number) {
        peers.stream().filter(peer -> peer.lost != null).findFirst().ifPresent(this::fail);
        gate.requireAlive(where);
        current = maker.make(this, kind, number);
      }
      if (current.kind != kind || current.number != number) {
        gate.fail(
            new CollectiveException(
                where
                    + "another rank of its process calls "
                    + current.kind
                    + " ("
                    + current.number
                    + ")",
                null));
        gate.requireAlive(where);
      }
      return type.cast(current);
    }
  }

  private void start(Exchange exchange) {
    ByteBuffer payload = exchange.payload();
    for (Peer peer : peers) {
      peer.send(new Message.Entry(exchange.number, exchange.kind, payload));
    }
    exchange.start();
    for (Peer peer : peers) {
      Message.Entry entry = peer.entry;
      peer.entry = null;
      if (entry != null) {
        match(exchange, peer, entry);
      }
    }
  }

  /**
   * Another process has entered an exchange, this one or the next.
   *
   * @throws IllegalArgumentException if it cannot have got that far
   */
  void entered(Peer peer, Message.Entry entry) {
    synchronized (gate) {
      if (current != null && current.hasStarted() && !current.leg(peer).entered) {
        match(current, peer, entry);
      } else if (peer.entry == null) {
        peer.entry = entry;
      } else {
        throw new IllegalArgumentException(peer + " is two exchanges ahead");
      }
      gate.notifyAll();
    }
  }

  private void match(Exchange exchange, Peer peer, Message.Entry entry) {
    if (entry.exchange() != exchange.number || entry.kind() != exchange.kind) {
      gate.fail(
          new CollectiveException(
              "%s calls %s (operation %d) where rank %d on %s calls %s (operation %d)"
                  .formatted(
                      peer,
                      entry.kind(),
                      entry.exchange(),
                      ranks.get(0),
                      host,
                      exchange.kind,
                      exchange.number),
              null));
      return;
    }
    Exchange.Leg leg = exchange.leg(peer);
    leg.entered = true;
    try {
      exchange.match(leg, entry.payload());
      if (peer.lost != null && leg.isSending()) {
        // Its last word came over the other connection; what it is owed now cannot be sent.
        fail(peer);
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      String what = e.getMessage() == null ? "message too short" : e.getMessage();
      gate.fail(
          new CollectiveException(
              "%s%s does not fit in: %s"
                  .formatted(where(ranks.get(0), exchange.kind, exchange.number), peer, what),
              e));
    }
  }

  void sent(Exchange.Leg leg) {
    synchronized (gate) {
      leg.sent = true;
      gate.notifyAll();
    }
  }

  void received(Exchange exchange, Exchange.Leg leg) {
    synchronized (gate) {
      exchange.received(leg);
      if (leg.received) {
        gate.notifyAll();
      }
    }
  }

  /** A rank waits for a condition, which is asked under the gate's lock, and helps meanwhile. */
  void await(int rank, Exchange exchange, BooleanSupplier done) {
    Object where = where(rank, exchange.kind, exchange.number);
    long deadline = gate.deadline();
    int idle = 0;
    while (true) {
      synchronized (gate) {
        gate.await(where, () -> done.getAsBoolean() || !exchange.pumps.isEmpty(), exchange::late);
        if (done.getAsBoolean()) {
          return;
        }
        gate.check(where, deadline, exchange::late);
      }
      boolean moved = false;
      for (Pump pump : exchange.pumps) {
        moved |= pump.step();
      }
      if (moved) {
        idle = 0;
        deadline = gate.deadline();
      } else {
        pause(++idle);
      }
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // Two processes of a host may share a core.
  private static void pause(int idle) {
    if (idle <= SPINS) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(NAP_NANOS);
    }
  }

  /** The connection from a process is gone; only what it still owes is a failure. */
  void lostFrom(Peer peer) {
    lost(peer, exchange -> !exchange.leg(peer).isDone());
  }

  /**
   * The connection to a process is gone. What it has sent may still be on its way, over the other
   * connection, so only what it was still to be sent is a failure.
   */
  void lostTo(Peer peer) {
    lost(peer, exchange -> !exchange.hasStarted() || exchange.leg(peer).isSending());
  }

  private void lost(Peer peer, Predicate<Exchange> isNeeded) {
    synchronized (gate) {
      peer.lost = "lost the connection to";
      if (current != null && !current.isComplete() && isNeeded.test(current)) {
        fail(peer);
      }
      gate.notifyAll();
    }
  }

  private void fail(Peer peer) {
    gate.fail(new PeerLostException(peer.lost + " " + peer, peer.rank(), null));
  }

  /**
   * Ends all waits; the others notice by themselves, so a peer that is through is not disturbed.
   */
  void close() {
    synchronized (gate) {
      closed = true;
      gate.fail(new CollectiveException("the group is closed", null));
    }
  }

  private void tellPeers(Throwable cause) {
    if (!closed && !(cause instanceof PeerFailedException)) {
      Message.Abort abort = new Message.Abort(Gate.line(cause));
      peers.forEach(peer -> peer.send(abort));
    }
  }

  /** Waits a while for the ranks to leave; whether they have. */
  boolean isLeft(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (gate) {
      while (inside > 0 && System.nanoTime() < deadline) {
        try {
          gate.wait(10);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
      return inside == 0;
    }
  }

  private Caller where(int rank, Exchange.Kind kind, long number) {
    return new Caller(rank, host, kind.toString(), number);
  }
}

package dev.largo.collective.net;

import dev.largo.collective.SumNode;
import dev.largo.config.WireFormat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has come from one process for one rank's slice; pieces are queued until they are summed. */
final class Arrivals {
  private record Arrived(Piece piece, Chunk chunk) {}

  private final Exchange exchange;
  private final List<SumNode> nodes = new ArrayList<>();
  private final WireFormat wire;

  /** Guarded by the gate. */
  private final Deque<Arrived> queue = new ArrayDeque<>();

  /** The piece that the rank reads. */
  private @Nullable Arrived current;

  Arrivals(Exchange exchange, List<OwnNodes.Place> places, WireFormat wire) {
    this.exchange = exchange;
    this.wire = wire;
    for (OwnNodes.Place place : places) {
      nodes.add(new Node(place, nodes.size()));
    }
  }

  List<SumNode> nodes() {
    return nodes;
  }

  void add(Piece piece, Chunk chunk) {
    synchronized (exchange.exchanges.gate()) {
      queue.add(new Arrived(piece, chunk));
      if (queue.size() == 1) {
        exchange.exchanges.gate().notifyAll();
      }
    }
  }

  /** Waits for a position; returns how many are there from it on. */
  int await(int rank, int from) {
    if (nodes.isEmpty()) {
      return Integer.MAX_VALUE;
    }
    Arrived arrived = current;
    if (arrived == null || from >= arrived.piece.from() + arrived.piece.length()) {
      release();
      exchange.exchanges.await(rank, exchange, () -> !queue.isEmpty());
      synchronized (exchange.exchanges.gate()) {
        arrived = queue.remove();
      }
      current = arrived;
    }
    return arrived.piece.from() + arrived.piece.length() - from;
  }

  /** Lets go of the piece that was read. */
  void release() {
    if (current != null) {
      current.chunk.release().run();
      current = null;
    }
  }

  private final class Node implements SumNode {
    private final OwnNodes.Place place;
    private final int position;

    Node(OwnNodes.Place place, int position) {
      this.place = place;
      this.position = position;
    }

    @Override
    public int level() {
      return place.level();
    }

    @Override
    public int index() {
      return place.index();
    }

    @Override
    public void read(int from, int length, float[] into) {
      if (current == null) {
        throw new IllegalStateException("nothing has come");
      }
      Piece piece = current.piece;
      int offset = (position * piece.length() + from - piece.from()) * wire.bytes();
      WireNumbers.get(current.chunk.bytes(), offset, length, wire, into, 0);
    }
  }
}

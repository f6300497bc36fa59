package dev.largo.collective.net;

import dev.largo.collective.PartialSums;
import dev.largo.collective.SumNode;
import dev.largo.collective.TileSum;
import dev.largo.config.WireFormat;
import dev.largo.optim.layout.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A canonical sum, of which each rank completes its slice. A process adds up what siblings its
 * ranks hold and sends the rest to each owner.
 */
final class SumExchange extends Exchange {
  private static final Comparator<SumNode> BY_NUMBER =
      Comparator.comparingLong(node -> (long) node.index() << node.level());
  private static final int MAX_LEVEL = 31;

  private final PartialSums[] partials;
  private final Slice[] slices;
  private OwnNodes own = new OwnNodes(List.of(), WireFormat.FP32);

  /** Of the additions that were made for others. */
  private final AtomicLong sentOverflows = new AtomicLong();

  /** By this process' rank's position, then by process. */
  private final List<List<Arrivals>> arrivals = new ArrayList<>();

  SumExchange(Exchanges exchanges, Kind kind, long number) {
    super(exchanges, kind, number);
    partials = new PartialSums[exchanges.worldSize()];
    slices = new Slice[exchanges.worldSize()];
    exchanges.ranks().forEach(rank -> arrivals.add(new ArrayList<>()));
  }

  void put(int rank, PartialSums sums, Slice slice) {
    partials[rank] = sums;
    slices[rank] = slice;
  }

  @Override
  ByteBuffer payload() {
    List<PartialSums.Subtree> nodes = new ArrayList<>();
    exchanges.ranks().forEach(rank -> nodes.addAll(partials[rank].nodes()));
    nodes.sort(BY_NUMBER);
    own = new OwnNodes(nodes, wire());
    ByteBuffer out =
        Message.littleEndian(9 + 8 * exchanges.ranks().size() + 8 * own.merged().size());
    out.putInt(size()).put((byte) wire().bytes()).putInt(own.merged().size());
    for (int rank : exchanges.ranks()) {
      out.putInt(slices[rank].from()).putInt(slices[rank].to());
    }
    for (OwnNodes.Place node : own.merged()) {
      out.putInt(node.level()).putInt(node.index());
    }
    return out.flip();
  }

  @Override
  void match(Leg leg, ByteBuffer payload) {
    int size = payload.getInt();
    byte bytes = payload.get();
    if (size != size() || bytes != wire().bytes()) {
      throw new IllegalArgumentException(
          "sums of %d numbers of %d bytes, here %d of %d"
              .formatted(size, bytes, size(), wire().bytes()));
    }
    int count = payload.getInt();
    if (count < 0 || count > 2 * MAX_LEVEL * leg.peer.ranks().size()) {
      throw new IllegalArgumentException(count + " partial sums");
    }
    List<Slice> theirs = new ArrayList<>();
    for (int i = 0; i < leg.peer.ranks().size(); i++) {
      Slice slice = new Slice(payload.getInt(), payload.getInt());
      if (slice.to() > size) {
        throw new IllegalArgumentException("owns " + slice + " of " + size + " numbers");
      }
      theirs.add(slice);
    }
    List<OwnNodes.Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      OwnNodes.Place place = new OwnNodes.Place(payload.getInt(), payload.getInt());
      if (place.level() < 0 || place.level() > MAX_LEVEL || place.index() < 0) {
        throw new IllegalArgumentException("partial sum at " + place);
      }
      places.add(place);
    }
    List<Arrivals> incoming =
        arrivals.stream().map(of -> new Arrivals(this, places, wire())).toList();
    for (int i = 0; i < incoming.size(); i++) {
      arrivals.get(i).add(incoming.get(i));
    }
    List<Slice> mine = exchanges.ranks().stream().map(rank -> slices[rank]).toList();
    begin(
        leg,
        transfer(theirs, own.merged().size()),
        new Own(leg),
        transfer(mine, count),
        new Theirs(leg, incoming));
  }

  /** Sums a rank's slice as far as it has come, until it has. */
  long finish(int rank, float[] sum) {
    exchanges.await(rank, this, this::isEntered);
    List<Arrivals> sources = arrivals.get(exchanges.ranks().indexOf(rank));
    List<SumNode> nodes = new ArrayList<>();
    exchanges.ranks().forEach(local -> nodes.addAll(partials[local].nodes()));
    sources.forEach(source -> nodes.addAll(source.nodes()));
    nodes.sort(BY_NUMBER);
    TileSum tiles = exchanges.tiles().take();
    Slice slice = slices[rank];
    for (int from = slice.from(); from < slice.to(); ) {
      int length = Math.min(Slice.TILE, slice.to() - from);
      for (Arrivals source : sources) {
        length = Math.min(length, source.await(rank, from));
      }
      tiles.finish(nodes, from, length, wire(), sum, from - slice.from());
      from += length;
    }
    sources.forEach(Arrivals::release);
    long overflows = tiles.takeOverflows();
    exchanges.tiles().give(tiles);
    return overflows;
  }

  /**
   * Additions that the wire's format does not hold, of those that were made for other processes.
   * Asked by one of the ranks when the exchange is complete.
   */
  long sentOverflows() {
    return sentOverflows.get();
  }

  private Transfer transfer(List<Slice> targets, int nodes) {
    return nodes == 0
        ? new Transfer(number, List.of(), 0)
        : Transfer.of(number, targets, nodes * wire().bytes());
  }

  private int size() {
    return partials[exchanges.ranks().get(0)].size();
  }

  private WireFormat wire() {
    return partials[exchanges.ranks().get(0)].wire();
  }

  private final class Own implements Source {
    private final Leg leg;

    Own(Leg leg) {
      this.leg = leg;
    }

    @Override
    public void fill(Piece piece, ByteBuffer out) {
      TileSum tiles = exchanges.tiles().take();
      own.write(piece.from(), piece.length(), tiles, out);
      sentOverflows.addAndGet(tiles.takeOverflows());
      exchanges.tiles().give(tiles);
    }

    @Override
    public void sent() {
      exchanges.sent(leg);
    }
  }

  private final class Theirs implements Sink {
    private final Leg leg;
    private final List<Arrivals> incoming;

    Theirs(Leg leg, List<Arrivals> incoming) {
      this.leg = leg;
      this.incoming = incoming;
    }

    @Override
    public void take(Piece piece, Chunk chunk) {
      incoming.get(piece.target()).add(piece, chunk);
      exchanges.received(SumExchange.this, leg);
    }

    @Override
    public boolean inOrder() {
      return true;
    }
  }
}

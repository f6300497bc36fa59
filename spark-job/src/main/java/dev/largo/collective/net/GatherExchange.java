package dev.largo.collective.net;

import dev.largo.config.WireFormat;
import dev.largo.optim.layout.Slice;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The slices of one vector. They come once to a process, straight into its first rank's vector,
 * where its other ranks copy them from.
 */
final class GatherExchange extends Exchange {
  private final float[][] vectors;
  private List<Slice> slices = List.of();
  private WireFormat wire = WireFormat.FP32;

  GatherExchange(Exchanges exchanges, Kind kind, long number) {
    super(exchanges, kind, number);
    vectors = new float[exchanges.worldSize()][];
  }

  void put(int rank, float[] vector, List<Slice> allSlices, WireFormat format) {
    vectors[rank] = vector;
    slices = allSlices;
    wire = format;
  }

  @Override
  ByteBuffer payload() {
    ByteBuffer out = Message.littleEndian(5 + exchanges.ranks().size() * 2 * Integer.BYTES);
    out.putInt(vectors[first()].length).put((byte) wire.bytes());
    for (int rank : exchanges.ranks()) {
      out.putInt(slices.get(rank).from()).putInt(slices.get(rank).to());
    }
    return out.flip();
  }

  @Override
  void match(Leg leg, ByteBuffer payload) {
    int length = payload.getInt();
    byte bytes = payload.get();
    if (length != vectors[first()].length || bytes != wire.bytes()) {
      throw new IllegalArgumentException(
          "a vector of %d numbers of %d bytes, here %d of %d"
              .formatted(length, bytes, vectors[first()].length, wire.bytes()));
    }
    List<Slice> theirs = leg.peer.ranks().stream().map(slices::get).toList();
    for (Slice slice : theirs) {
      Slice told = new Slice(payload.getInt(), payload.getInt());
      if (!told.equals(slice)) {
        throw new IllegalArgumentException("owns " + told + ", here thought to own " + slice);
      }
    }
    List<Slice> own = exchanges.ranks().stream().map(slices::get).toList();
    begin(
        leg,
        Transfer.of(number, own, wire.bytes()),
        new Own(leg),
        Transfer.of(number, theirs, wire.bytes()),
        new Theirs(leg));
  }

  /** Completes a rank's vector when all pieces have come. */
  void finish(int rank) {
    exchanges.await(rank, this, this::isReceived);
    for (int from = 0; from < slices.size(); from++) {
      float[] source = vectors[exchanges.ranks().contains(from) ? from : first()];
      Slice slice = slices.get(from);
      if (source != vectors[rank]) {
        System.arraycopy(source, slice.from(), vectors[rank], slice.from(), slice.length());
      }
    }
  }

  private int first() {
    return exchanges.ranks().get(0);
  }

  private final class Own implements Source {
    private final Leg leg;

    Own(Leg leg) {
      this.leg = leg;
    }

    @Override
    public void fill(Piece piece, ByteBuffer out) {
      float[] vector = vectors[exchanges.ranks().get(piece.target())];
      WireNumbers.put(vector, piece.from(), piece.length(), wire, out);
    }

    @Override
    public void sent() {
      exchanges.sent(leg);
    }
  }

  private final class Theirs implements DirectSink {
    private final Leg leg;

    Theirs(Leg leg) {
      this.leg = leg;
    }

    @Override
    public void take(Piece piece, Chunk chunk) {
      read(piece.from(), piece.length(), chunk.bytes(), 0);
      chunk.release().run();
      taken();
    }

    @Override
    public void read(int position, int length, ByteBuffer in, int offset) {
      WireNumbers.get(in, offset, length, wire, vectors[first()], position);
    }

    @Override
    public void taken() {
      exchanges.received(GatherExchange.this, leg);
    }

    @Override
    public boolean inOrder() {
      return false;
    }
  }
}

package dev.largo.collective.net;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Small vectors of all ranks, told in the entries; a barrier is one without values. */
final class ValuesExchange extends Exchange {
  private final double[][] values;

  ValuesExchange(Exchanges exchanges, Kind kind, long number) {
    super(exchanges, kind, number);
    values = new double[exchanges.worldSize()][];
  }

  void put(int rank, double[] own) {
    values[rank] = own.clone();
  }

  @Override
  ByteBuffer payload() {
    int numbers = exchanges.ranks().stream().mapToInt(rank -> values[rank].length).sum();
    ByteBuffer out =
        Message.littleEndian(exchanges.ranks().size() * Integer.BYTES + numbers * Double.BYTES);
    for (int rank : exchanges.ranks()) {
      out.putInt(values[rank].length);
      for (double value : values[rank]) {
        out.putDouble(value);
      }
    }
    return out.flip();
  }

  @Override
  void match(Leg leg, ByteBuffer payload) {
    for (int rank : leg.peer.ranks()) {
      int length = payload.getInt();
      if (length < 0 || length > payload.remaining() / Double.BYTES) {
        throw new IllegalArgumentException(length + " values in a message that holds fewer");
      }
      double[] of = new double[length];
      payload.asDoubleBuffer().get(of);
      payload.position(payload.position() + length * Double.BYTES);
      values[rank] = of;
    }
    nothing(leg);
  }

  /** All values, when they are there. */
  double[] finish(int rank) {
    exchanges.await(rank, this, this::isReceived);
    return Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
  }
}

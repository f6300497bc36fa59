package dev.largo.collective.net;

import dev.largo.optim.layout.Slice;
import java.util.List;

/**
 * Bulk data from one process to another in one exchange, in an order that both know.
 *
 * @param exchange number of the exchange
 * @param unit bytes that a position of the vector takes
 */
record Transfer(long exchange, List<Piece> pieces, int unit) {
  static Transfer of(long exchange, List<Slice> slices, int unit) {
    return new Transfer(exchange, Piece.cut(slices, unit), unit);
  }

  long bytes() {
    return pieces.stream().mapToLong(this::bytes).sum();
  }

  int bytes(Piece piece) {
    return piece.length() * unit;
  }
}

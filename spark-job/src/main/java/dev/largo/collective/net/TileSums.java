package dev.largo.collective.net;

import dev.largo.collective.TileSum;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Tile buffers that are kept for the next use. */
final class TileSums {
  private final ConcurrentLinkedDeque<TileSum> free = new ConcurrentLinkedDeque<>();

  TileSum take() {
    TileSum sum = free.poll();
    return sum == null ? new TileSum() : sum;
  }

  void give(TileSum sum) {
    free.push(sum);
  }
}

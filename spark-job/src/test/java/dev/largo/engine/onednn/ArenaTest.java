package dev.largo.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ArenaTest {
  @Test
  void blocksInUseNeverOverlap() {
    Random random = new Random(3);
    Arena arena = new Arena();
    List<Arena.Block> inUse = new ArrayList<>();
    List<Arena.Block> forGood = new ArrayList<>();
    List<Arena.Block> ever = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      if (!inUse.isEmpty() && random.nextInt(100) < 48) {
        arena.release(inUse.remove(random.nextInt(inUse.size())));
      } else {
        long bytes = 1L + random.nextInt(5000);
        boolean keep = random.nextInt(20) == 0;
        Arena.Block block = keep ? arena.acquireForGood(bytes) : arena.acquire(bytes);
        assertTrue(block.bytes() >= bytes && block.offset() % 64 == 0);
        assertTrue(block.offset() + block.bytes() <= arena.size());
        (keep ? ever : inUse).forEach(other -> assertApart(block, other));
        forGood.forEach(other -> assertApart(block, other));
        (keep ? forGood : inUse).add(block);
        ever.add(block);
      }
    }
    assertTrue(forGood.size() > 20);
  }

  @Test
  void releasedNeighboursMakeOneGap() {
    Arena arena = new Arena();
    Arena.Block a = arena.acquire(640);
    Arena.Block b = arena.acquire(640);
    Arena.Block c = arena.acquire(640);
    arena.release(a);
    arena.release(c);
    arena.release(b);

    assertEquals(new Arena.Block(0, 1920), arena.acquire(1920));
    assertEquals(1920, arena.size());
  }

  @Test
  void growsALastGapRatherThanPassingItOver() {
    Arena arena = new Arena();
    arena.release(arena.acquire(640));

    assertEquals(new Arena.Block(0, 1280), arena.acquire(1280));
    assertEquals(1280, arena.size());
  }

  private static void assertApart(Arena.Block a, Arena.Block b) {
    assertTrue(
        a.offset() + a.bytes() <= b.offset() || b.offset() + b.bytes() <= a.offset(),
        () -> a + " and " + b);
  }
}

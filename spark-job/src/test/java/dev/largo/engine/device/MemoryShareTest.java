package dev.largo.engine.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class MemoryShareTest {
  private static final long MIB = 1L << 20;

  @Test
  void leavesASixteenthOfALargeMemory() {
    assertEquals(75 * 1024 * MIB, MemoryShare.of(80 * 1024 * MIB));
  }

  @Test
  void leavesHalfAGibibyteOfASmallerOne() {
    assertEquals(4096 * MIB - 512 * MIB, MemoryShare.of(4096 * MIB));
  }

  @Test
  void takesHalfOfWhatIsHardlyAnything() {
    assertEquals(300 * MIB, MemoryShare.of(600 * MIB));
    assertEquals(0, MemoryShare.of(0));
  }
}

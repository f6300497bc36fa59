package dev.largo.command;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class NativeMemoryTest {
  private static final long GIB = 1L << 30;

  /** One GiB of parameters and one for every hundred samples. */
  private static OptionalLong replica(int samples) {
    return OptionalLong.of(GIB + GIB * samples / 100);
  }

  @Test
  void whatFitsIsLeftAlone() {
    assertDoesNotThrow(() -> NativeMemory.require(NativeMemoryTest::replica, 100, 2, 1, 4 * GIB));
  }

  @Test
  void namesTheLargestPartThatFits() {
    RequestException e =
        assertThrows(
            RequestException.class,
            () -> NativeMemory.require(NativeMemoryTest::replica, 400, 2, 1, 4 * GIB));

    assertEquals(
        "batch.micro = 400: 2 workers take 5.0 GiB each beside the Java heap, where 4.0 GiB are left;"
            + " batch.micro = 100 fits",
        e.getMessage());
  }

  @Test
  void runsAtTheSameTimeShareIt() {
    RequestException e =
        assertThrows(
            RequestException.class,
            () -> NativeMemory.require(NativeMemoryTest::replica, 100, 1, 3, 4 * GIB));

    assertEquals(
        "batch.micro = 100: 1 worker in each of 3 runs at once take 2.0 GiB each beside the Java"
            + " heap, where 4.0 GiB are left; batch.micro = 25 fits",
        e.getMessage());
  }

  @Test
  void saysSoIfNoneFits() {
    RequestException e =
        assertThrows(
            RequestException.class,
            () -> NativeMemory.require(NativeMemoryTest::replica, 8, 1, 1, GIB / 2));

    assertTrue(String.valueOf(e.getMessage()).contains("no micro-batch fits"), e.getMessage());
  }

  @Test
  void isSilentWhereNothingIsKnown() {
    assertDoesNotThrow(() -> NativeMemory.require(n -> OptionalLong.empty(), 64, 1, 1, 0));
  }

  @Test
  void thisMachineHasSome() {
    assertTrue(NativeMemory.available() < 1L << 50);
  }
}

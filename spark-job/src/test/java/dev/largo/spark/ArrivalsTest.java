package dev.largo.spark;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ArrivalsTest {
  private static final long SECOND = 1_000_000_000L;

  private final Arrivals arrivals = new Arrivals(after(0));

  @Test
  void threeSecondsWithoutOneAreEnoughWhereTheyComeFast() {
    assertFalse(arrivals.haveCeased(2, after(1)));
    assertFalse(arrivals.haveCeased(2, after(3)));
    assertTrue(arrivals.haveCeased(2, after(4)));
  }

  @Test
  void whereTheyComeSlowlyTheNextMayTakeAsLong() {
    assertFalse(arrivals.haveCeased(1, after(10)));
    assertFalse(arrivals.haveCeased(1, after(19)));
    assertFalse(arrivals.haveCeased(3, after(19)));
    assertFalse(arrivals.haveCeased(3, after(37)));
    assertTrue(arrivals.haveCeased(3, after(38)));
  }

  @Test
  void theNextOneIsWaitedForHalfAMinuteAtMost() {
    assertFalse(arrivals.haveCeased(1, after(200)));
    assertFalse(arrivals.haveCeased(1, after(229)));
    assertTrue(arrivals.haveCeased(1, after(230)));
  }

  @Test
  void anExecutorThatIsLostIsNoArrival() {
    assertFalse(arrivals.haveCeased(2, after(10)));
    assertFalse(arrivals.haveCeased(1, after(19)));
    assertTrue(arrivals.haveCeased(1, after(20)));
  }

  @Test
  void noneAtAllIsWaitedFor() {
    assertFalse(arrivals.haveCeased(0, after(1000)));
  }

  /** A clock's reading some seconds later; such clocks may overflow. */
  private static long after(int seconds) {
    return Long.MAX_VALUE - 5 * SECOND + seconds * SECOND;
  }
}

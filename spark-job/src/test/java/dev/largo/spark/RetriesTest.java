package dev.largo.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class RetriesTest {
  private final WorkersLostException loss = new WorkersLostException("rank 1: gone", null);

  @Test
  void attemptsThatGetNoFurtherAreCounted() throws IOException {
    Retries retries = new Retries(2);
    retries.count(loss, 10);
    retries.count(loss, 10);

    IOException e = assertThrows(IOException.class, () -> retries.count(loss, 7));

    assertEquals(
        "lost rank 1: gone; this is attempt 3 in a row that got no further than step 10 (recovery.retries = 2)",
        e.getMessage());
  }

  @Test
  void progressStartsTheCountAnew() throws IOException {
    Retries retries = new Retries(1);
    for (int step = 1; step < 20; step++) {
      retries.count(loss, step);
    }

    assertThrows(IOException.class, () -> retries.count(loss, 19));
  }

  @Test
  void noRetriesMeansThatTheFirstLossEndsTheRun() {
    assertThrows(IOException.class, () -> new Retries(0).count(loss, 100));
  }
}

package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class RunEventsTest {
  private final List<Long> checkpoints = new ArrayList<>();
  private final CountDownLatch open = new CountDownLatch(1);

  /** Records the steps of checkpoints; refuses negative ones, and step 0 waits for the latch. */
  private final RunMonitor monitor =
      new RunMonitor() {

        @Override
        public void checkpoint(long step) {
          if (step < 0) {
            throw new IllegalStateException("no room");
          }
          if (step == 0) {
            try {
              open.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
          checkpoints.add(step);
        }
      };

  @Test
  void whoBringsNewsDoesNotWaitForItsRecord() throws Exception {
    try (RunEvents events = new RunEvents(monitor)) {
      for (long step = 0; step < 100; step++) {
        events.checkpoint(step);
      }
      assertTrue(checkpoints.isEmpty());

      open.countDown();
      events.drain();

      assertEquals(100, checkpoints.size());
      assertEquals(99L, checkpoints.get(99));
    }
  }

  @Test
  void afterAFailureNothingIsRecordedAndEveryoneIsTold() throws Exception {
    try (RunEvents events = new RunEvents(monitor)) {
      events.checkpoint(-1);
      assertThrows(IllegalStateException.class, events::drain);

      assertThrows(IllegalStateException.class, () -> events.checkpoint(5));
      CompletableFuture<Void> told = events.tell(m -> m.checkpoint(6));

      assertThrows(ExecutionException.class, () -> told.get(10, TimeUnit.SECONDS));
      assertTrue(checkpoints.isEmpty());
    }
  }
}

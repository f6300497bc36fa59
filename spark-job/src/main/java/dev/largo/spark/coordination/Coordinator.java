package dev.largo.spark.coordination;

import dev.largo.train.RunEvents;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Answers the ranks of the attempt at hand; those of earlier ones are called off. */
public final class Coordinator {
  private final RunEvents events;
  private final BooleanSupplier stopRequested;
  private @Nullable Attempt attempt;
  private boolean open;

  /**
   * A coordinator without an attempt.
   *
   * @param events where records and parts of checkpoints go
   * @param stopRequested whether the run is to end after the step at hand
   */
  public Coordinator(RunEvents events, BooleanSupplier stopRequested) {
    this.events = events;
    this.stopRequested = stopRequested;
  }

  /** From now on this attempt's ranks are answered, and no others. */
  public synchronized void begin(Attempt next) {
    attempt = next;
    open = true;
  }

  /** From now on nothing more is recorded, and ranks are told that the attempt is over. */
  public synchronized void end() {
    open = false;
  }

  /** Takes a message in; never blocks. The answer comes when what it tells is done. */
  synchronized CompletableFuture<Reply> handle(Message message) {
    boolean last = message instanceof Message.Failed || message instanceof Message.Left;
    if (attempt == null || attempt.generation() != message.generation() || !(open || last)) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("attempt " + message.generation() + " is over"));
    }
    if (message instanceof Message.Join join) {
      return attempt.join(join).thenApply(peers -> new Reply(stopRequested.getAsBoolean(), peers));
    }
    return take(attempt, message).thenApply(done -> new Reply(stopRequested.getAsBoolean(), null));
  }

  private CompletableFuture<Void> take(Attempt present, Message message) {
    if (message instanceof Message.Stepped stepped) {
      present.stepped(stepped.step().step());
    }
    if (message instanceof Message.Refined refined) {
      present.stepped(refined.refinement().position());
    }
    if (message instanceof Message.Event event) {
      return events.tell(event::tell);
    }
    if (message instanceof Message.Written written) {
      return events.commit(written.part());
    }
    if (message instanceof Message.Heartbeat heartbeat) {
      present.heartbeat(heartbeat);
    } else if (message instanceof Message.Failed failed) {
      present.failed(failed.failure());
    } else if (message instanceof Message.Left left) {
      present.left(left.rank());
    }
    return CompletableFuture.completedFuture(null);
  }
}

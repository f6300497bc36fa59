package dev.largo.train;

import org.jspecify.annotations.Nullable;

/** What a rank is doing at the moment: written by its thread, read by whoever watches it. */
public final class Activity {
  /**
   * A step and what is done of it.
   *
   * @param step 0 before the first
   * @param operation such as {@code gradient} or {@code checkpoint}
   */
  public record Doing(long step, String operation) {
    @Override
    public String toString() {
      return step == 0 ? operation : "step " + step + ", " + operation;
    }
  }

  private final @Nullable Activity whole;
  private final String suffix;
  private volatile Doing now = new Doing(0, "start");

  /** Of a rank that has just started. */
  public Activity() {
    this(null, "");
  }

  private Activity(@Nullable Activity whole, String suffix) {
    this.whole = whole;
    this.suffix = suffix;
  }

  /**
   * What is done for something, such as a replica, with steps of its own; this one tells it too.
   */
  Activity of(String what) {
    return new Activity(this, " of " + what);
  }

  /** What is being done now. */
  public Doing now() {
    return now;
  }

  /** Begins something. */
  public void at(long step, String operation) {
    now = new Doing(step, operation + suffix);
    if (whole != null) {
      whole.now = now;
    }
  }
}

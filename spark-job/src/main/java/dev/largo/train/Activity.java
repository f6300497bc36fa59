package dev.largo.train;

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

  private volatile Doing now = new Doing(0, "start");

  /** What is being done now. */
  public Doing now() {
    return now;
  }

  /** Begins something. */
  public void at(long step, String operation) {
    now = new Doing(step, operation);
  }
}

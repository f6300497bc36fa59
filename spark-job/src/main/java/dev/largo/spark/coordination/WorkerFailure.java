package dev.largo.spark.coordination;

/**
 * How a rank failed.
 *
 * @param host where it ran
 * @param doing step and operation
 * @param type simple name of the exception's class
 * @param message one line
 */
public record WorkerFailure(
    int rank, String host, String doing, Kind kind, String type, String message) {
  /** What a failure says about its cause. */
  public enum Kind {
    /** The rank itself went wrong: it would again. */
    OWN,
    /** Another rank's process or connection is gone, or it did not come to an exchange in time. */
    PEER_LOST,
    /** The rank was called off, or another one told it of its own failure. */
    STOPPED
  }

  @Override
  public String toString() {
    return "rank %d on %s, %s: %s".formatted(rank, host, doing, message);
  }
}

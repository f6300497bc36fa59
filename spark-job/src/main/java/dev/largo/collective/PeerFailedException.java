package dev.largo.collective;

import org.jspecify.annotations.Nullable;

/** A peer stopped and said why; the first cause is over there. */
public final class PeerFailedException extends CollectiveException {
  private static final long serialVersionUID = 1L;
  private final int peer;

  /** {@code peer}: the lowest rank of the process that reported the failure. */
  public PeerFailedException(String message, int peer, @Nullable Throwable cause) {
    super(message, cause);
    this.peer = peer;
  }

  /** The lowest rank of the process that reported the failure. */
  public int peer() {
    return peer;
  }
}

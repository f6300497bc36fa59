package dev.largo.collective;

import org.jspecify.annotations.Nullable;

/** A peer's connection is gone, or nothing came from it in time; why is not known here. */
public final class PeerLostException extends CollectiveException {
  private static final long serialVersionUID = 1L;
  private final int peer;

  /** {@code peer}: the lost process' lowest rank. */
  public PeerLostException(String message, int peer, @Nullable Throwable cause) {
    super(message, cause);
    this.peer = peer;
  }

  /** The lost process' lowest rank. */
  public int peer() {
    return peer;
  }
}

package dev.largo.train;

import org.jspecify.annotations.Nullable;

/** The loss, a gradient or a parameter is no longer a finite number. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the step and what was not finite, with the layer where it is known. */
  public DivergedException(long step, String what, @Nullable Throwable cause) {
    super("training diverged at step " + step + ": " + what, cause);
  }

  /** Says which of several models that train apart it was. */
  static DivergedException ofModel(int model, DivergedException cause) {
    return new DivergedException("model %d: %s".formatted(model, cause.getMessage()), cause);
  }

  private DivergedException(String message, DivergedException cause) {
    super(message, cause);
  }

  /** Says which replica of SWAP it was. */
  DivergedException(int replica, DivergedException cause) {
    super("replica %d: %s; lower averaging.swap.lr".formatted(replica, cause.getMessage()), cause);
  }
}

package dev.largo.optim;

import java.io.Serial;

/**
 * The gradient or the weights hold a NaN or an infinity. Thrown on every rank alike, before
 * parameters or state were changed.
 */
public final class NonFiniteGradientException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final String segment;
  private final long step;

  NonFiniteGradientException(NonFinite cause, long step) {
    super(
        "segment %s: the %s norm is %s at step %d"
            .formatted(cause.segment(), cause.quantity(), cause.norm(), step));
    this.segment = cause.segment();
    this.step = step;
  }

  /** Name of the first such segment in the layout's order. */
  public String segment() {
    return segment;
  }

  /** Number of the step that was not taken. */
  public long step() {
    return step;
  }
}

package dev.largo.compare;

/** Things that cannot be compared; the message names the run and what would be right. */
public final class ComparisonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ComparisonException(String message) {
    super(message);
  }
}

package dev.largo.command;

/** A cluster that has given no executor at all: no run whatever can be trained there. */
final class NoExecutorException extends RequestException {
  private static final long serialVersionUID = 1L;

  NoExecutorException(String message) {
    super(message);
  }
}

package dev.largo.command;

/** A request that cannot be met; the message names the key or file, and what would be right. */
sealed class RequestException extends RuntimeException permits NoExecutorException {
  private static final long serialVersionUID = 1L;

  RequestException(String message) {
    super(message);
  }
}

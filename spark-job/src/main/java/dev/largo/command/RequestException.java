package dev.largo.command;

/** A request that cannot be met; the message names the key or file, and what would be right. */
final class RequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RequestException(String message) {
    super(message);
  }
}

package dev.largo.data;

import java.io.IOException;

/**
 * Data that is missing or wrong, told in one line: the key or file, what is wrong with it, and what
 * would be right.
 */
public final class DataException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * A message "where: problem; remedy".
   *
   * @param where the configuration key or the file
   */
  public DataException(String where, String problem, String remedy) {
    super(oneLine(where + ": " + problem + "; " + remedy));
  }

  /** A message "where: problem; remedy" with what brought it about. */
  public DataException(String where, String problem, String remedy, Throwable cause) {
    super(oneLine(where + ": " + problem + "; " + remedy), cause);
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s*\\R\\s*", " ");
  }
}

package dev.largo.report.page;

/** A page as a browser gets it from a server, which asks for its version again and again. */
public final class LiveHtml {
  private final String version;
  private final byte[] bytes;

  LiveHtml(String version, byte[] bytes) {
    this.version = version;
    this.bytes = bytes;
  }

  /** A hash of what is shown: letters and digits. */
  public String version() {
    return version;
  }

  /** UTF-8; to be read only. */
  public byte[] bytes() {
    return bytes;
  }
}

package dev.largo.collective.net;

/**
 * Where a process' ranks are reached.
 *
 * @param process random name of the process' group, by which processes are told apart
 */
public record PeerAddress(String host, int port, String process) {
  @Override
  public String toString() {
    return host + ":" + port;
  }
}

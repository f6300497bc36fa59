package dev.largo.collective.net;

/** Who calls what, as the beginning of an error message; put together only where there is one. */
record Caller(int rank, String host, String what, long number) {
  @Override
  public String toString() {
    return "rank " + rank + " on " + host + ", " + what + " (operation " + number + "): ";
  }
}

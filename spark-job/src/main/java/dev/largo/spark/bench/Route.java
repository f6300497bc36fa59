package dev.largo.spark.bench;

import java.util.Map;

/** Which way the ranks' numbers go. */
enum Route {
  /** Connections alone, as between hosts. */
  TCP("TCP", false),
  /** Memory that the processes of a host share: what Largo takes where it can. */
  SHARED_MEMORY("shared memory", true);

  private final String title;
  private final boolean shared;

  Route(String title, boolean shared) {
    this.title = title;
    this.shared = shared;
  }

  /** Spark's settings that lead there. */
  Map<String, String> settings() {
    return Map.of("spark.largo.sharedMemory", String.valueOf(shared));
  }

  @Override
  public String toString() {
    return title;
  }
}

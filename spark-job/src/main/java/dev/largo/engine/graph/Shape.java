package dev.largo.engine.graph;

/** Shape of a value of one sample; a flat vector is {@code channels} by 1 by 1. */
public record Shape(int channels, int height, int width) {

  /** A flat vector. */
  static Shape flat(int values) {
    return new Shape(values, 1, 1);
  }

  /** Number of elements. */
  public int values() {
    return Math.multiplyExact(channels, plane());
  }

  /** Number of places of one channel. */
  public int plane() {
    return Math.multiplyExact(height, width);
  }
}

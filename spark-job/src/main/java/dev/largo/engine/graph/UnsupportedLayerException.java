package dev.largo.engine.graph;

/** A network has something that operators do not express; the message says what. */
public final class UnsupportedLayerException extends Exception {
  private static final long serialVersionUID = 1;

  UnsupportedLayerException(String layer, String what) {
    super(layer + ": " + what);
  }
}

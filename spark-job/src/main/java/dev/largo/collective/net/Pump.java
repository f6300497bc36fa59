package dev.largo.collective.net;

/** Work that waiting ranks do meanwhile. */
interface Pump {
  /** Moves one piece; false if none can be moved now. */
  boolean step();
}

package dev.largo.engine.onednn;

import org.bytedeco.javacpp.Pointer;

/**
 * A place in memory that another object owns. Pointers that JavaCPP derives from an owner free the
 * owner's memory when they are closed; this one frees nothing.
 */
final class View extends Pointer {
  View(Pointer owner, long bytes) {
    address = owner.address() + bytes;
  }
}

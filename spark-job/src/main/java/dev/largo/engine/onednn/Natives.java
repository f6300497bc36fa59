package dev.largo.engine.onednn;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.Pointer;

/** Owns native objects and frees them together, the newest first. */
final class Natives implements AutoCloseable {
  private final Deque<Pointer> owned = new ArrayDeque<>();

  <T extends Pointer> T own(T object) {
    owned.push(object);
    return object;
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      owned.pop().deallocate();
    }
  }
}

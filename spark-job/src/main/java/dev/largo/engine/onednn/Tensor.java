package dev.largo.engine.onednn;

import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * An array in oneDNN's terms.
 *
 * @param storage where it lies in the arena; null for one in a flat vector
 */
record Tensor(memory.desc format, memory handle, @Nullable Storage storage) {

  /** A block of the arena and how many tensors still need what is in it. */
  static final class Storage {
    final Arena.Block block;
    private int holders = 1;

    Storage(Arena.Block block) {
      this.block = block;
    }

    boolean isShared() {
      return holders > 1;
    }

    void hold() {
      holders++;
    }

    /** Gives the block back after its last holder. */
    void release(Arena arena) {
      holders--;
      if (holders == 0) {
        arena.release(block);
      }
    }
  }
}

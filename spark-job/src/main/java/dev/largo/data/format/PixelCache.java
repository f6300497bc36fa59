package dev.largo.data.format;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Decoded pixels by sample, as long as the budget lasts.
 *
 * <p>Samples are let in first come, first served, and never thrown out: an epoch reads each of them
 * once, in an order of its own, so that no choice of whom to throw out would save a decoding. While
 * the budget lasts, a sample is decoded once, whatever number of threads ask for it. The bytes go
 * back to the budget when the cache is garbage.
 */
final class PixelCache {
  /** Decodes one sample. */
  @FunctionalInterface
  interface Loader {
    byte[] load(int index) throws IOException;
  }

  private static final Cleaner CLEANER = Cleaner.create();
  private static final int LOCKS = 256;

  private final AtomicReferenceArray<byte[]> pixels;
  private final Loader loader;
  private final MemoryBudget budget;
  private final AtomicLong reserved = new AtomicLong();
  private final Object[] locks = new Object[LOCKS];

  PixelCache(int size, MemoryBudget budget, Loader loader) {
    this.pixels = new AtomicReferenceArray<>(size);
    this.budget = budget;
    this.loader = loader;
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
    CLEANER.register(this, new Refund(budget, reserved));
  }

  /** The pixels of a sample; not to be written to. */
  byte[] get(int index) throws IOException {
    byte[] known = pixels.get(index);
    if (known != null) {
      return known;
    }
    synchronized (locks[index % LOCKS]) {
      known = pixels.get(index);
      return known != null ? known : load(index);
    }
  }

  private byte[] load(int index) throws IOException {
    byte[] loaded = loader.load(index);
    if (budget.reserve(loaded.length)) {
      reserved.addAndGet(loaded.length);
      pixels.set(index, loaded);
    }
    return loaded;
  }

  // Holds no reference to the cache, which would keep it alive.
  private record Refund(MemoryBudget budget, AtomicLong reserved) implements Runnable {
    @Override
    public void run() {
      budget.release(reserved.get());
    }
  }
}

package dev.largo.data.format;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Encoded images of one set, first in memory, then on disk, as long as the budgets last.
 *
 * <p>Images are let in first come, first served, and never thrown out: an epoch reads each of them
 * once, in an order of its own, so that no choice of whom to throw out would save a read. What the
 * set has taken goes back to the budgets when the cache is garbage.
 */
final class EncodedCache {
  private static final Cleaner CLEANER = Cleaner.create();

  private final AtomicReferenceArray<byte[]> memory;
  private final Budgets budgets;
  private final AtomicLong taken = new AtomicLong();
  private final CacheFile disk;

  /** Space that all caches of a process share. */
  record Budgets(MemoryBudget memory, MemoryBudget disk) {}

  EncodedCache(int size, Budgets budgets) {
    this.memory = new AtomicReferenceArray<>(size);
    this.budgets = budgets;
    this.disk = new CacheFile(size, budgets.disk());
    CLEANER.register(this, new Refund(budgets.memory(), taken, disk.closer()));
  }

  /** The image, or null where it has not been kept. */
  byte @Nullable [] get(int index) throws IOException {
    byte[] known = memory.get(index);
    return known != null ? known : disk.get(index);
  }

  /** Keeps an image if there is room, and if nobody else has. */
  void offer(int index, byte[] image) {
    if (memory.get(index) != null) {
      return;
    }
    if (!budgets.memory().reserve(image.length)) {
      disk.offer(index, image);
    } else if (memory.compareAndSet(index, null, image)) {
      taken.addAndGet(image.length);
    } else {
      budgets.memory().release(image.length);
    }
  }

  // Holds no reference to the cache, which would keep it alive.
  private record Refund(MemoryBudget memory, AtomicLong taken, Runnable closeFile)
      implements Runnable {
    @Override
    public void run() {
      memory.release(taken.get());
      closeFile.run();
    }
  }
}

package dev.largo.data.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.CacheConfig;
import dev.largo.data.Parallel;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CachedStoreTest {
  private static final int IMAGE = 1000;

  @Test
  void whatIsKeptIsReadOnce() throws IOException {
    NoiseStore far = new NoiseStore(10);
    ImageStore store = cached(far, 10 * IMAGE, 0);

    store.bytes(new int[] {3, 4, 3});
    store.bytes(new int[] {4, 5});

    assertEquals("[0, 0, 0, 2, 1, 1, 0, 0, 0, 0]", far.reads.toString());
    assertArrayEquals(NoiseStore.image(4), store.bytes(4));
  }

  @Test
  void theBoundHoldsWhileASetTwentyTimesLargerStreamsThrough() throws IOException {
    NoiseStore far = new NoiseStore(2000);
    MemoryBudget memory = new MemoryBudget(100 * IMAGE);
    ImageStore store =
        new CachedStore(
            far, new EncodedCache(2000, new EncodedCache.Budgets(memory, new MemoryBudget(0))));

    for (int round = 0; round < 2; round++) {
      Parallel.forChunks(
          2000,
          50,
          4,
          (from, to) -> {
            for (byte[] image : store.bytes(IntStream.range(from, to).toArray())) {
              assertEquals(IMAGE, image.length);
              assertTrue(memory.left() >= 0 - 4 * IMAGE);
            }
          });
    }

    assertEquals(0, memory.left());
    int kept = (int) IntStream.range(0, 2000).filter(i -> far.reads.get(i) == 1).count();
    assertEquals(100, kept);
  }

  @Test
  void theDiskTakesWhatMemoryCannot() throws IOException {
    NoiseStore far = new NoiseStore(30);
    MemoryBudget disk = new MemoryBudget(20 * IMAGE);
    ImageStore store =
        new CachedStore(
            far, new EncodedCache(30, new EncodedCache.Budgets(new MemoryBudget(5 * IMAGE), disk)));

    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 30; i++) {
        assertArrayEquals(NoiseStore.image(i), store.bytes(i));
      }
    }

    assertEquals(0, disk.left());
    assertEquals(25, IntStream.range(0, 30).filter(i -> far.reads.get(i) == 1).count());
  }

  @Test
  void aSetThatIsOpenTwiceIsKeptOnce() throws IOException {
    CacheConfig config = new CacheConfig(1 << 20, 0);
    NoiseStore one = new NoiseStore(4);
    NoiseStore other = new NoiseStore(4);
    ImageStore first = CachedStore.of(one, config);
    ImageStore second = CachedStore.of(other, config);

    assertSame(first.bytes(2), second.bytes(2));
    assertEquals("[0, 0, 0, 0]", other.reads.toString());
  }

  @Test
  void withoutRoomThereIsNoCache() {
    NoiseStore far = new NoiseStore(4);

    assertSame(far, CachedStore.of(far, CacheConfig.OFF));
  }

  private static ImageStore cached(ImageStore far, long memory, long disk) {
    return new CachedStore(
        far,
        new EncodedCache(
            far.size(),
            new EncodedCache.Budgets(new MemoryBudget(memory), new MemoryBudget(disk))));
  }

  /** Counts what is read of it. */
  private static final class NoiseStore implements ImageStore {
    final AtomicIntegerArray reads;

    NoiseStore(int size) {
      reads = new AtomicIntegerArray(size);
    }

    static byte[] image(int index) {
      byte[] image = new byte[IMAGE];
      new Random(index).nextBytes(image);
      return image;
    }

    @Override
    public int size() {
      return reads.length();
    }

    @Override
    public String name(int index) {
      return "image " + index;
    }

    @Override
    public long length(int index) {
      return IMAGE;
    }

    @Override
    public int label(int index) {
      return 0;
    }

    @Override
    public byte[] bytes(int index) {
      reads.incrementAndGet(index);
      return image(index);
    }

    @Override
    public String fingerprint() {
      return "noise of " + size();
    }
  }
}

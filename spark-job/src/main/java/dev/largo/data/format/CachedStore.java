package dev.largo.data.format;

import dev.largo.config.CacheConfig;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A store in front of another that is far away; remembers images while there is room. */
final class CachedStore implements ImageStore {
  /** A set that is open twice is kept once. */
  private static final Map<Key, WeakReference<EncodedCache>> CACHES = new HashMap<>();

  private static EncodedCache.@Nullable Budgets shared;
  private static CacheConfig sharedConfig = CacheConfig.OFF;

  /** Sets with the same names, lengths and labels are told apart by where they lie. */
  private record Key(String fingerprint, String place, CacheConfig config) {}

  private final ImageStore store;
  private final EncodedCache cache;

  CachedStore(ImageStore store, EncodedCache cache) {
    this.store = store;
    this.cache = cache;
  }

  /** The store itself where nothing is to be remembered. */
  static ImageStore of(ImageStore store, CacheConfig config) {
    if (config.equals(CacheConfig.OFF)) {
      return store;
    }
    Key set = new Key(store.fingerprint(), store.name(0), config);
    synchronized (CACHES) {
      CACHES.values().removeIf(known -> known.get() == null);
      WeakReference<EncodedCache> known = CACHES.get(set);
      EncodedCache cache = known == null ? null : known.get();
      if (cache == null) {
        cache = new EncodedCache(store.size(), budgets(config));
        CACHES.put(set, new WeakReference<>(cache));
      }
      return new CachedStore(store, cache);
    }
  }

  /** Those of this process; new ones where a run in it has other wishes than the one before. */
  private static EncodedCache.Budgets budgets(CacheConfig config) {
    EncodedCache.Budgets budgets = shared;
    if (budgets == null || !sharedConfig.equals(config)) {
      long most = Runtime.getRuntime().maxMemory() / 4;
      budgets =
          new EncodedCache.Budgets(
              new MemoryBudget(Math.min(config.memoryBytes(), most)),
              new MemoryBudget(config.diskBytes()));
      shared = budgets;
      sharedConfig = config;
    }
    return budgets;
  }

  @Override
  public int size() {
    return store.size();
  }

  @Override
  public String name(int index) {
    return store.name(index);
  }

  @Override
  public long length(int index) {
    return store.length(index);
  }

  @Override
  public int label(int index) {
    return store.label(index);
  }

  @Override
  public byte[] bytes(int index) throws IOException {
    return bytes(new int[] {index}).get(0);
  }

  @Override
  public List<byte[]> bytes(int[] indices) throws IOException {
    byte[][] images = new byte[indices.length][];
    int[] slots = new int[indices.length];
    int missing = 0;
    for (int i = 0; i < indices.length; i++) {
      byte[] known = cache.get(indices[i]);
      if (known == null) {
        slots[missing++] = i;
      } else {
        images[i] = known;
      }
    }
    if (missing > 0) {
      int[] wanted = Arrays.stream(slots, 0, missing).map(slot -> indices[slot]).toArray();
      List<byte[]> read = store.bytes(wanted);
      for (int i = 0; i < missing; i++) {
        images[slots[i]] = read.get(i);
        cache.offer(wanted[i], read.get(i));
      }
    }
    return Arrays.asList(images);
  }

  @Override
  public int[] runs() {
    return store.runs();
  }

  @Override
  public boolean readsTogether() {
    return store.readsTogether();
  }

  @Override
  public String fingerprint() {
    return store.fingerprint();
  }
}

package dev.largo.data.pack;

import dev.largo.data.EpochOrder;
import dev.largo.data.format.ImageStore;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which sample goes into which shard: decided by the seed and the lengths of the images alone, so
 * that every machine finds the same.
 */
public final class PackPlan {
  private static final int RECORD = 512;

  /** Header of the image; header and number of the label. */
  private static final int OVERHEAD = 3 * RECORD;

  private final int[] order;
  private final int[] starts;

  private PackPlan(int[] order, int[] starts) {
    this.order = order;
    this.starts = starts;
  }

  /** The plan for a store; a shard holds one image at least. */
  public static PackPlan of(ImageStore store, PackRequest request) {
    Long seed = request.seed();
    int[] order =
        seed == null
            ? IntStream.range(0, store.size()).toArray()
            : EpochOrder.permutation(store.size(), seed, 0);
    int[] starts = new int[order.length + 1];
    int shards = 0;
    long bytes = 0;
    for (int i = 0; i < order.length; i++) {
      long added = OVERHEAD + (store.length(order[i]) + RECORD - 1) / RECORD * RECORD;
      if (i == 0 || bytes + added > request.shardBytes()) {
        starts[shards++] = i;
        bytes = 0;
      }
      bytes += added;
    }
    starts[shards] = order.length;
    return new PackPlan(order, Arrays.copyOf(starts, shards + 1));
  }

  public int shards() {
    return starts.length - 1;
  }

  /** Number of the first sample of a shard, in the order of packing. */
  int first(int shard) {
    return starts[shard];
  }

  /** The samples of a shard, as the source numbers them, in their order. */
  int[] samples(int shard) {
    return Arrays.copyOfRange(order, starts[shard], starts[shard + 1]);
  }
}

package dev.largo.spark.pack;

import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.LongAccumulator;

/** Packs one shard. */
final class PackTask implements Function<Integer, Long> {
  private static final long serialVersionUID = 1L;

  private final PackSpec spec;
  private final LongAccumulator packed;

  /**
   * A task.
   *
   * @param packed told of each shard that is done
   */
  PackTask(PackSpec spec, LongAccumulator packed) {
    this.spec = spec;
    this.packed = packed;
  }

  @Override
  public Long call(Integer shard) throws Exception {
    long bytes = OpenPacking.of(spec).pack(shard);
    packed.add(1);
    return bytes;
  }
}

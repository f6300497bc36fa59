package dev.largo.data;

import dev.largo.config.ShuffleConfig;
import java.util.stream.IntStream;

/**
 * The order in which an epoch visits the training set. It depends on (seed, epoch) and the set, and
 * visits each sample once.
 */
public final class SampleOrder {
  private final ShuffleConfig config;
  private final int[] runs;
  private final long seed;

  private SampleOrder(ShuffleConfig config, int[] runs, long seed) {
    this.config = config;
    this.runs = runs;
    this.seed = seed;
  }

  /** The order of a source that a configuration asks for. */
  public static SampleOrder of(ShuffleConfig config, SampleSource source, long seed) {
    return new SampleOrder(config, source.runs(), seed);
  }

  /**
   * The samples of an epoch.
   *
   * @param epoch from 0
   */
  public int[] ofEpoch(int epoch) {
    int size = IntStream.of(runs).sum();
    return switch (config.kind()) {
      case FULL -> EpochOrder.permutation(size, seed, epoch);
      case BUFFERED -> buffered(size, epoch);
      case NONE -> IntStream.range(0, size).toArray();
    };
  }

  /**
   * Runs in random order; of the samples as they come each takes the place of a random one in the
   * buffer, which is visited instead. What is left in the end is shuffled.
   */
  private int[] buffered(int size, int epoch) {
    int[] starts = new int[runs.length];
    for (int run = 1; run < runs.length; run++) {
      starts[run] = starts[run - 1] + runs[run - 1];
    }
    int[] order = new int[size];
    int[] buffer = new int[Math.min(config.buffer(), size)];
    int held = 0;
    int visited = 0;
    SplitMix64 random = new SplitMix64(Seeds.mix(seed, epoch, buffer.length));
    for (int run : EpochOrder.permutation(runs.length, seed, epoch)) {
      for (int sample = starts[run]; sample < starts[run] + runs[run]; sample++) {
        if (held < buffer.length) {
          buffer[held++] = sample;
        } else {
          int place = random.nextInt(held);
          order[visited++] = buffer[place];
          buffer[place] = sample;
        }
      }
    }
    while (held > 0) {
      int place = random.nextInt(held);
      order[visited++] = buffer[place];
      buffer[place] = buffer[--held];
    }
    return order;
  }
}

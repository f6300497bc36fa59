package dev.largo.data.shard;

import dev.largo.data.Fingerprint;
import java.util.Arrays;
import java.util.List;

/**
 * Where each sample of a set lies: its shards in their order, and the samples of each.
 *
 * <p>Samples are numbered through the shards. One takes about 24 bytes and its name: 1.28 million
 * fit into 70 MB.
 */
public final class ShardIndex {
  private final List<ShardFile> files;
  private final List<ShardSamples> samples;
  private final int[] starts;

  /**
   * An index.
   *
   * @param samples those of each file
   */
  ShardIndex(List<ShardFile> files, List<ShardSamples> samples) {
    this.files = List.copyOf(files);
    this.samples = List.copyOf(samples);
    this.starts = new int[files.size() + 1];
    for (int i = 0; i < samples.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], samples.get(i).size());
    }
  }

  /** Number of samples. */
  public int size() {
    return starts[files.size()];
  }

  /** Number of shards. */
  public int shards() {
    return files.size();
  }

  public ShardFile file(int shard) {
    return files.get(shard);
  }

  /** Samples of a shard. */
  public ShardSamples samples(int shard) {
    return samples.get(shard);
  }

  /** The shard that holds a sample. */
  public int shardOf(int index) {
    if (index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException("sample " + index + " of " + size());
    }
    int found = Arrays.binarySearch(starts, index);
    return found >= 0 ? found : -found - 2;
  }

  /** Number of a sample in its shard. */
  public int within(int index) {
    return index - starts[shardOf(index)];
  }

  /** The largest class number. */
  public int largestLabel() {
    int largest = 0;
    for (ShardSamples shard : samples) {
      for (int i = 0; i < shard.size(); i++) {
        largest = Math.max(largest, shard.label(i));
      }
    }
    return largest;
  }

  /** Over names, lengths and labels, whatever told them. */
  public String fingerprint() {
    Fingerprint sum = new Fingerprint();
    for (ShardSamples shard : samples) {
      for (int i = 0; i < shard.size(); i++) {
        sum.line(shard.name(i), shard.length(i), shard.label(i));
      }
    }
    return sum.hex();
  }
}

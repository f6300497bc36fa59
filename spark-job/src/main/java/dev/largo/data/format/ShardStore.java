package dev.largo.data.format;

import dev.largo.data.shard.ShardIndex;
import dev.largo.data.shard.ShardReader;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;

/** Images that are members of tar shards. */
final class ShardStore implements ImageStore {
  private final ShardIndex index;
  private final ShardReader reader;

  ShardStore(FileSystem files, ShardIndex index) {
    this.index = index;
    this.reader = new ShardReader(files, index);
  }

  @Override
  public int size() {
    return index.size();
  }

  @Override
  public String name(int sample) {
    int shard = index.shardOf(sample);
    return index.file(shard).path() + "/" + index.samples(shard).name(index.within(sample));
  }

  @Override
  public long length(int sample) {
    return index.samples(index.shardOf(sample)).length(index.within(sample));
  }

  @Override
  public int label(int sample) {
    return index.samples(index.shardOf(sample)).label(index.within(sample));
  }

  @Override
  public byte[] bytes(int sample) throws IOException {
    return reader.read(sample);
  }

  @Override
  public List<byte[]> bytes(int[] samples) throws IOException {
    return reader.readAll(samples);
  }

  @Override
  public int[] runs() {
    return IntStream.range(0, index.shards()).map(shard -> index.samples(shard).size()).toArray();
  }

  @Override
  public boolean readsTogether() {
    return true;
  }

  @Override
  public String fingerprint() {
    return index.fingerprint();
  }
}

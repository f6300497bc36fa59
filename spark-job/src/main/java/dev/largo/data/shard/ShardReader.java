package dev.largo.data.shard;

import dev.largo.data.DataException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;

/**
 * Reads images out of shards by number, and checks them where their checksums are known. Safe for
 * reads from several threads.
 */
public final class ShardReader {
  /** What stands between neighbouring images, or a small one left out, is read with them. */
  private static final long LARGEST_GAP = 64 << 10;

  /** One read, unless an image is larger. */
  private static final long LARGEST_READ = 8 << 20;

  private final ShardIndex index;
  private final ShardStreams streams;

  public ShardReader(FileSystem files, ShardIndex index) {
    this.index = index;
    this.streams = new ShardStreams(files);
  }

  /**
   * One image.
   *
   * @throws DataException naming shard and member, when it is not what the index says
   */
  public byte[] read(int sample) throws IOException {
    return readAll(new int[] {sample}).get(0);
  }

  /**
   * Several images in the order of their numbers here, read in the order in which they lie, with
   * one read for those that lie near each other.
   */
  public List<byte[]> readAll(int[] samples) throws IOException {
    Place[] places = new Place[samples.length];
    for (int i = 0; i < samples.length; i++) {
      places[i] = place(samples[i], i);
    }
    Arrays.sort(places, Comparator.comparingInt(Place::shard).thenComparingLong(Place::offset));
    byte[][] images = new byte[samples.length][];
    int first = 0;
    while (first < places.length) {
      int end = first + 1;
      long last = places[first].end();
      while (end < places.length && places[first].joins(last, places[end])) {
        last = Math.max(last, places[end].end());
        end++;
      }
      readRange(places, first, end, last, images);
      first = end;
    }
    return new ArrayList<>(Arrays.asList(images));
  }

  /**
   * Where a wanted image lies.
   *
   * @param slot its place among those wanted
   */
  private record Place(int shard, int within, long offset, int length, int slot) {
    long end() {
      return offset + length;
    }

    /** Whether another image is read with a range that begins here. */
    boolean joins(long end, Place next) {
      return next.shard == shard
          && next.offset - end <= LARGEST_GAP
          && next.end() - offset <= LARGEST_READ;
    }
  }

  private Place place(int sample, int slot) {
    int shard = index.shardOf(sample);
    int within = index.within(sample);
    ShardSamples samples = index.samples(shard);
    return new Place(shard, within, samples.offset(within), samples.length(within), slot);
  }

  private void readRange(Place[] places, int first, int end, long last, byte[][] images)
      throws IOException {
    Place begin = places[first];
    byte[] range = new byte[(int) (last - begin.offset())];
    streams.read(index.file(begin.shard()).path(), begin.offset(), range);
    for (int i = first; i < end; i++) {
      Place place = places[i];
      int from = (int) (place.offset() - begin.offset());
      byte[] image =
          place.length() == range.length
              ? range
              : Arrays.copyOfRange(range, from, from + place.length());
      check(place, image);
      images[place.slot()] = image;
    }
  }

  private void check(Place place, byte[] image) throws DataException {
    ShardSamples samples = index.samples(place.shard());
    if (samples.isChecked() && Checksum.of(image) != samples.checksum(place.within())) {
      throw new DataException(
          index.file(place.shard()).path().toString(),
          "member \"%s\" is not what its checksum says".formatted(samples.name(place.within())),
          "copy or pack the shard again");
    }
  }
}

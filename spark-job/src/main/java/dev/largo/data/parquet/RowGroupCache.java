package dev.largo.data.parquet;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The row groups used last, as long as memory allows; one is read at a time, as several at once
 * might not fit.
 */
final class RowGroupCache {
  private static final Logger LOG = LoggerFactory.getLogger(RowGroupCache.class);

  /** The one being read in order and, of threads that are behind, the one before: always kept. */
  private static final int LEAST = 2;

  /** Row groups to be read before anything is said of their use. */
  private static final int SOME = 32;

  /** Less than one image in as many used of those read is a waste. */
  private static final int WASTE = 8;

  /** Reads the images of a row group. */
  interface Reading {
    byte[][] read(int group) throws IOException;
  }

  /** What is kept of a row group, until memory runs out. */
  private record Kept(SoftReference<byte[][]> images, long bytes) {}

  private final Reading reading;
  private final long mostBytes;
  private final Object oneAtATime = new Object();
  private final Map<Integer, Kept> kept = new LinkedHashMap<>(4, 0.75f, true);
  private long bytes;
  private long wanted;
  private long imagesRead;
  private int groupsRead;
  private boolean warned;

  /**
   * An empty cache.
   *
   * @param mostBytes of images to keep
   */
  RowGroupCache(Reading reading, long mostBytes) {
    this.reading = reading;
    this.mostBytes = mostBytes;
  }

  /**
   * The images of a row group.
   *
   * @param use how many of them are wanted now
   */
  byte[][] get(int group, int use) throws IOException {
    byte[][] images = known(group, use);
    if (images == null) {
      synchronized (oneAtATime) {
        images = known(group, 0);
        if (images == null) {
          images = reading.read(group);
          keep(group, images);
        }
      }
    }
    return images;
  }

  private byte @Nullable [][] known(int group, int use) {
    synchronized (kept) {
      wanted += use;
      Kept found = kept.get(group);
      return found == null ? null : found.images().get();
    }
  }

  private void keep(int group, byte[][] images) {
    long length = Arrays.stream(images).mapToLong(image -> image.length).sum();
    synchronized (kept) {
      Kept before = kept.put(group, new Kept(new SoftReference<>(images), length));
      bytes += length - (before == null ? 0 : before.bytes());
      Iterator<Kept> oldest = kept.values().iterator();
      while (kept.size() > LEAST && bytes > mostBytes) {
        bytes -= oldest.next().bytes();
        oldest.remove();
      }
      groupsRead++;
      imagesRead += images.length;
      if (!warned && groupsRead >= SOME && wanted < imagesRead / WASTE) {
        warned = true;
        LOG.warn(
            "Parquet files are read a row group at a time: {} images for {} that were wanted."
                + " To train on them in random order make shards of them:"
                + " largo pack --format parquet",
            imagesRead,
            wanted);
      }
    }
  }
}

package dev.largo.data.parquet;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The row groups read last, as long as memory allows; one is read at a time. */
final class RowGroupCache {
  private static final Logger LOG = LoggerFactory.getLogger(RowGroupCache.class);

  /** The one being read in order, and that of threads that are behind. */
  private static final int KEPT = 2;

  /** Row groups to be read before anything is said of their use. */
  private static final int SOME = 32;

  /** Less than one image in as many used of those read is a waste. */
  private static final int WASTE = 8;

  /** Reads the images of a row group. */
  interface Reading {
    byte[][] read(int group) throws IOException;
  }

  private final Reading reading;
  private final Object oneAtATime = new Object();
  private final Map<Integer, SoftReference<byte[][]>> kept = new LinkedHashMap<>(4, 0.75f, true);
  private long wanted;
  private long imagesRead;
  private int groupsRead;
  private boolean warned;

  RowGroupCache(Reading reading) {
    this.reading = reading;
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
      SoftReference<byte[][]> reference = kept.get(group);
      return reference == null ? null : reference.get();
    }
  }

  private void keep(int group, byte[][] images) {
    synchronized (kept) {
      kept.put(group, new SoftReference<>(images));
      if (kept.size() > KEPT) {
        kept.remove(kept.keySet().iterator().next());
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

package dev.largo.data.shard;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The samples of one shard, in a few bytes each. */
public final class ShardSamples {
  private final long[] offsets;
  private final int[] lengths;
  private final int[] labels;
  private final int[] checksums;
  private final boolean checked;
  private final byte[] names;
  private final int[] nameEnds;

  private ShardSamples(Builder builder) {
    int size = builder.size;
    this.offsets = Arrays.copyOf(builder.offsets, size);
    this.lengths = Arrays.copyOf(builder.lengths, size);
    this.labels = Arrays.copyOf(builder.labels, size);
    this.checksums = Arrays.copyOf(builder.checksums, builder.checked ? size : 0);
    this.checked = builder.checked;
    this.nameEnds = Arrays.copyOf(builder.nameEnds, size);
    this.names = Arrays.copyOf(builder.names, size == 0 ? 0 : nameEnds[size - 1]);
  }

  public int size() {
    return offsets.length;
  }

  /** Where the image begins in the shard. */
  public long offset(int sample) {
    return offsets[sample];
  }

  /** Length of the image in bytes. */
  public int length(int sample) {
    return lengths[sample];
  }

  /** Class of the sample. */
  public int label(int sample) {
    return labels[sample];
  }

  /** Name of the image in the archive. */
  public String name(int sample) {
    int from = sample == 0 ? 0 : nameEnds[sample - 1];
    return new String(names, from, nameEnds[sample] - from, StandardCharsets.UTF_8);
  }

  /** Whether the checksums of the images are known. */
  public boolean isChecked() {
    return checked;
  }

  /** CRC-32C of the image; known only where {@link #isChecked} says so. */
  int checksum(int sample) {
    return checksums[sample];
  }

  /** Collects samples in the order of their numbers. */
  static final class Builder {
    private static final int LEAST = 256;

    private final boolean checked;
    private int size;
    private long[] offsets = new long[LEAST];
    private int[] lengths = new int[LEAST];
    private int[] labels = new int[LEAST];
    private int[] checksums = new int[LEAST];
    private int[] nameEnds = new int[LEAST];
    private byte[] names = new byte[LEAST * 16];

    /** With checksums or, of a shard that was only scanned, without. */
    Builder(boolean checked) {
      this.checked = checked;
    }

    int size() {
      return size;
    }

    /** End of the last image; 0 before the first. */
    long end() {
      return size == 0 ? 0 : offsets[size - 1] + lengths[size - 1];
    }

    void add(String name, long offset, int length, int label, int checksum) {
      if (size == offsets.length) {
        int room = size * 2;
        offsets = Arrays.copyOf(offsets, room);
        lengths = Arrays.copyOf(lengths, room);
        labels = Arrays.copyOf(labels, room);
        checksums = Arrays.copyOf(checksums, room);
        nameEnds = Arrays.copyOf(nameEnds, room);
      }
      byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
      int from = size == 0 ? 0 : nameEnds[size - 1];
      if (from + utf8.length > names.length) {
        names = Arrays.copyOf(names, Math.max(2 * names.length, from + utf8.length));
      }
      System.arraycopy(utf8, 0, names, from, utf8.length);
      nameEnds[size] = from + utf8.length;
      offsets[size] = offset;
      lengths[size] = length;
      labels[size] = label;
      checksums[size] = checksum;
      size++;
    }

    ShardSamples build() {
      return new ShardSamples(this);
    }
  }
}

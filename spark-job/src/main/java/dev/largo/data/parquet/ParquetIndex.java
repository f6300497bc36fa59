package dev.largo.data.parquet;

import dev.largo.data.Fingerprint;
import java.util.Arrays;
import java.util.List;

/**
 * The samples of a set: the rows of all row groups of all files, in their order.
 *
 * <p>A sample takes four bytes, a row group some 50.
 */
public final class ParquetIndex {
  private final List<RowGroup> groups;
  private final int[] starts;
  private final int[] labels;
  private final List<String> classNames;

  /** An index of the files' scans, in their order. */
  ParquetIndex(List<ParquetScan> scans) {
    this.groups = scans.stream().flatMap(scan -> scan.groups().stream()).toList();
    this.starts = new int[groups.size() + 1];
    for (int i = 0; i < groups.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], groups.get(i).rows());
    }
    this.labels = scans.stream().flatMapToInt(scan -> scan.labels().stream()).toArray();
    this.classNames = scans.get(0).classNames();
  }

  /** Number of samples. */
  public int size() {
    return labels.length;
  }

  /** Class of a sample. */
  public int label(int sample) {
    return labels[sample];
  }

  /** The largest class number. */
  public int largestLabel() {
    return Arrays.stream(labels).max().orElse(0);
  }

  /** Names of the classes by number, from the first file's footer; none where it has none. */
  public List<String> classNames() {
    return classNames;
  }

  /** File and row of a sample. */
  public String name(int sample) {
    RowGroup group = groups.get(groupOf(sample));
    return group.file().path() + "/row-" + (group.firstRow() + within(sample));
  }

  /** Average of the images in the sample's row group, in bytes; the files list no lengths. */
  public long averageLength(int sample) {
    RowGroup group = groups.get(groupOf(sample));
    return group.imageBytes() / group.rows();
  }

  /** Over files' names, row groups and labels; not over where the files lie. */
  public String fingerprint() {
    Fingerprint sum = new Fingerprint();
    for (RowGroup group : groups) {
      sum.line(group.file().path().getName(), group.rows(), group.imageBytes());
    }
    for (int label : labels) {
      sum.line(label);
    }
    return sum.hex();
  }

  RowGroup group(int group) {
    return groups.get(group);
  }

  /** The row group that holds a sample. */
  int groupOf(int sample) {
    if (sample < 0 || sample >= size()) {
      throw new IndexOutOfBoundsException("sample " + sample + " of " + size());
    }
    int found = Arrays.binarySearch(starts, sample);
    return found >= 0 ? found : -found - 2;
  }

  /** Number of a sample in its row group. */
  int within(int sample) {
    return sample - starts[groupOf(sample)];
  }
}

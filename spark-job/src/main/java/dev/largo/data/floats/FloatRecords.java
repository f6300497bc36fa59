package dev.largo.data.floats;

import dev.largo.data.DataException;
import dev.largo.data.FeatureSource;
import dev.largo.data.Fingerprint;
import dev.largo.data.ImageShape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A directory of parts, whose samples are numbered through them in the order of their names. */
public final class FloatRecords implements FeatureSource {
  /** How names of parts end. */
  public static final String SUFFIX = ".floats";

  private final List<FloatPart> parts;

  /** Number of each part's first sample. */
  private final int[] starts;

  private final int size;
  private final ImageShape shape;
  private final List<String> classNames;

  private FloatRecords(List<FloatPart> parts) {
    this.parts = parts;
    starts = new int[parts.size()];
    int samples = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = samples;
      samples = Math.addExact(samples, parts.get(i).footer().samples());
    }
    size = samples;
    shape = parts.get(0).footer().shape();
    int classes = parts.get(0).footer().classes();
    classNames = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  /**
   * Opens a set.
   *
   * @throws DataException if there are no parts, or parts of different sets
   */
  public static FloatRecords open(FileSystem files, Path directory) throws IOException {
    List<FloatPart> parts = new ArrayList<>();
    for (FileStatus status : parts(files, directory)) {
      FloatPart part = FloatPart.open(files, status);
      FloatPartFooter first = (parts.isEmpty() ? part : parts.get(0)).footer();
      if (!first.shape().equals(part.footer().shape())
          || first.classes() != part.footer().classes()) {
        throw new DataException(
            status.getPath().toString(),
            "holds samples of another shape, or other classes, than the first part",
            "keep one set in a directory");
      }
      parts.add(part);
    }
    if (parts.isEmpty()) {
      throw new DataException(
          directory.toString(), "holds no " + SUFFIX + " files", "give a directory that does");
    }
    return new FloatRecords(parts);
  }

  private static List<FileStatus> parts(FileSystem files, Path directory) throws IOException {
    return Arrays.stream(files.listStatus(directory))
        .filter(status -> status.getPath().getName().endsWith(SUFFIX))
        .sorted(Comparator.comparing(status -> status.getPath().getName()))
        .toList();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public int label(int index) {
    int part = part(index);
    return parts.get(part).label(index - starts[part]);
  }

  @Override
  public int read(int index, float[] features, int offset) throws IOException {
    int part = part(index);
    parts.get(part).read(index - starts[part], features, offset);
    return parts.get(part).label(index - starts[part]);
  }

  @Override
  public int[] runs() {
    return parts.stream().mapToInt(part -> part.footer().samples()).toArray();
  }

  @Override
  public String fingerprint() {
    Fingerprint sum = new Fingerprint().line(shape, classNames.size(), size);
    parts.forEach(part -> sum.line(part.footer().sha256()));
    return sum.hex();
  }

  private int part(int index) {
    int found = Arrays.binarySearch(starts, index);
    return found >= 0 ? found : -found - 2;
  }
}

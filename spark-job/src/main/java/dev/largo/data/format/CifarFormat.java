package dev.largo.data.format;

import dev.largo.data.DataException;
import dev.largo.data.DataLocation;
import dev.largo.data.ImageShape;
import dev.largo.data.SampleSource;
import dev.largo.data.Split;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The binary form of CIFAR-10 and CIFAR-100: records of one label byte (CIFAR-100: coarse label,
 * fine label, of which the fine one is used) and 32x32 red, green and blue bytes.
 *
 * <p>The location is a directory that holds the files under their published names, or a file, or
 * several files separated by commas, in which case the samples are numbered through in that order.
 */
final class CifarFormat implements SetFormat {
  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);

  /** The two sets, told apart by the names of their files, or else by the record length. */
  private enum Variant {
    CIFAR_10(10, 1, "batches.meta.txt", "data_batch_[0-9]+\\.bin", "test_batch\\.bin"),
    CIFAR_100(100, 2, "fine_label_names.txt", "train\\.bin", "test\\.bin");

    final int classes;
    final int labelBytes;
    final String namesFile;
    final Pattern train;
    final Pattern validation;

    Variant(int classes, int labelBytes, String namesFile, String train, String validation) {
      this.classes = classes;
      this.labelBytes = labelBytes;
      this.namesFile = namesFile;
      this.train = Pattern.compile(train);
      this.validation = Pattern.compile(validation);
    }

    int recordLength() {
      return labelBytes + SHAPE.values();
    }

    boolean names(String file, Split split) {
      Pattern pattern =
          switch (split) {
            case TRAIN -> train;
            case VALIDATION -> validation;
          };
      return pattern.matcher(file).matches();
    }
  }

  private record Files(Variant variant, List<FileStatus> files) {}

  @Override
  public List<String> classNames(DataLocation train) throws IOException {
    Files found = find(train, Split.TRAIN);
    Path first = found.files.get(0).getPath();
    Path namesFile = new Path(first.getParent(), found.variant.namesFile);
    List<String> names = NameList.read(train.fileSystem(first), namesFile);
    if (names.isEmpty()) {
      return NameList.numbers(found.variant.classes);
    }
    if (names.size() != found.variant.classes) {
      throw new DataException(
          namesFile.toString(),
          "holds " + names.size() + " class names",
          "give " + found.variant.classes + ", one a line, or no such file");
    }
    return names;
  }

  @Override
  public SampleSource open(DataLocation location, Split split, List<String> classNames)
      throws IOException {
    Files found = find(location, split);
    if (classNames.size() != found.variant.classes) {
      throw location.wrong(
          "it has %d classes, data.train has %d"
              .formatted(found.variant.classes, classNames.size()),
          "give two parts of one set, both CIFAR-10 or both CIFAR-100");
    }
    List<byte[]> pixels = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (FileStatus file : found.files) {
      read(location, found.variant, file, pixels, labels);
    }
    return new MemorySource(
        SHAPE,
        classNames,
        pixels.toArray(new byte[0][]),
        labels.stream().mapToInt(Integer::intValue).toArray());
  }

  private static Files find(DataLocation location, Split split) throws IOException {
    List<FileStatus> given = new ArrayList<>();
    for (Path path : location.paths()) {
      given.add(location.status(path, "a CIFAR binary file or the directory of such files"));
    }
    if (given.stream().noneMatch(FileStatus::isDirectory)) {
      return new Files(variant(given.get(0)), given);
    }
    if (given.size() > 1) {
      throw location.wrong("it mixes directories and files", "give one directory, or files only");
    }
    return inDirectory(location, given.get(0).getPath(), split);
  }

  private static Files inDirectory(DataLocation location, Path directory, Split split)
      throws IOException {
    FileStatus[] entries = location.fileSystem(directory).listStatus(directory);
    for (Variant variant : Variant.values()) {
      List<FileStatus> files = new ArrayList<>();
      for (FileStatus entry : entries) {
        if (entry.isFile() && variant.names(entry.getPath().getName(), split)) {
          files.add(entry);
        }
      }
      if (!files.isEmpty()) {
        files.sort(Comparator.comparing(entry -> entry.getPath().getName()));
        return new Files(variant, files);
      }
    }
    throw location.wrong(
        directory + " holds no CIFAR binary file",
        switch (split) {
          case TRAIN -> "put data_batch_1.bin ... (CIFAR-10) or train.bin (CIFAR-100) there";
          case VALIDATION -> "put test_batch.bin (CIFAR-10) or test.bin (CIFAR-100) there";
        });
  }

  private static Variant variant(FileStatus file) {
    for (Variant variant : Variant.values()) {
      for (Split split : Split.values()) {
        if (variant.names(file.getPath().getName(), split)) {
          return variant;
        }
      }
    }
    return file.getLen() % Variant.CIFAR_100.recordLength() == 0
            && file.getLen() % Variant.CIFAR_10.recordLength() != 0
        ? Variant.CIFAR_100
        : Variant.CIFAR_10;
  }

  private static void read(
      DataLocation location,
      Variant variant,
      FileStatus file,
      List<byte[]> pixels,
      List<Integer> labels)
      throws IOException {
    Path path = file.getPath();
    int length = variant.recordLength();
    long records = file.getLen() / length;
    if (records == 0 || file.getLen() % length != 0) {
      throw new DataException(
          path.toString(),
          "holds " + file.getLen() + " bytes, so it is truncated or no CIFAR binary file",
          "its length must be a multiple of " + length);
    }
    FileSystem files = location.fileSystem(path);
    try (InputStream in = new BufferedInputStream(files.open(path), 1 << 16)) {
      for (long i = 0; i < records; i++) {
        byte[] head = in.readNBytes(variant.labelBytes);
        byte[] image = in.readNBytes(SHAPE.values());
        if (image.length < SHAPE.values()) {
          throw new DataException(
              path.toString(), "ended while being read", "leave the file alone during a run");
        }
        int label = head[variant.labelBytes - 1] & 0xFF;
        if (label >= variant.classes) {
          throw new DataException(
              path.toString(),
              "label " + label + " of record " + i + " is out of range",
              "labels are 0 to " + (variant.classes - 1));
        }
        pixels.add(image);
        labels.add(label);
      }
    }
  }
}

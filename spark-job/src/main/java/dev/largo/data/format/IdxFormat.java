package dev.largo.data.format;

import dev.largo.data.DataException;
import dev.largo.data.DataLocation;
import dev.largo.data.SampleSource;
import dev.largo.data.Split;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * MNIST, Fashion-MNIST and their like: a file of grey images and a file of labels.
 *
 * <p>The location is the images file, or a directory that holds the files under their published
 * names. Class names come from a {@code classes.txt} beside the training files; without one they
 * are the numbers from 0 to the largest training label.
 */
final class IdxFormat implements SetFormat {
  private static final String SUFFIX = ".gz";

  @Override
  public List<String> classNames(DataLocation train) throws IOException {
    Path images = images(train, Split.TRAIN);
    FileSystem files = train.fileSystem(images);
    List<String> names = NameList.read(files, new Path(images.getParent(), "classes.txt"));
    if (!names.isEmpty()) {
      return names;
    }
    int[] labels = IdxFile.labels(files, labels(train, images));
    return NameList.numbers(IntStream.of(labels).max().orElseThrow() + 1);
  }

  @Override
  public SampleSource open(DataLocation location, Split split, List<String> classNames)
      throws IOException {
    Path imagesPath = images(location, split);
    Path labelsPath = labels(location, imagesPath);
    FileSystem files = location.fileSystem(imagesPath);
    int[] labels = IdxFile.labels(files, labelsPath);
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= classNames.size()) {
        throw new DataException(
            labelsPath.toString(),
            "label " + labels[i] + " of sample " + i + " is out of range",
            "the training set has %d classes, labels 0 to %d"
                .formatted(classNames.size(), classNames.size() - 1));
      }
    }
    IdxFile.Images images = IdxFile.images(files, imagesPath);
    if (images.pixels.length != labels.length) {
      throw new DataException(
          labelsPath.toString(),
          "holds %d labels for the %d images of %s"
              .formatted(labels.length, images.pixels.length, imagesPath),
          "give two files of one set");
    }
    return new MemorySource(images.shape, classNames, images.pixels, labels);
  }

  private static Path images(DataLocation location, Split split) throws IOException {
    String name =
        switch (split) {
          case TRAIN -> "train-images-idx3-ubyte";
          case VALIDATION -> "t10k-images-idx3-ubyte";
        };
    Path path = location.path();
    FileStatus status =
        location.status(path, "an IDX file of images or the directory of " + name + SUFFIX);
    return status.isDirectory() ? plainOrCompressed(location, new Path(path, name)) : path;
  }

  private static Path labels(DataLocation location, Path images) throws IOException {
    String name = images.getName();
    String labels = name.replace("images", "labels").replace("idx3", "idx1");
    if (labels.equals(name)) {
      throw location.wrong(
          "the labels file of " + images + " has no name that follows from the images file's",
          "name them like train-images-idx3-ubyte and train-labels-idx1-ubyte");
    }
    String plain =
        labels.endsWith(SUFFIX) ? labels.substring(0, labels.length() - SUFFIX.length()) : labels;
    return plainOrCompressed(location, new Path(images.getParent(), plain));
  }

  private static Path plainOrCompressed(DataLocation location, Path plain) throws IOException {
    FileSystem files = location.fileSystem(plain);
    Path compressed = plain.suffix(SUFFIX);
    for (Path path : List.of(plain, compressed)) {
      if (files.exists(path)) {
        return path;
      }
    }
    throw location.wrong(
        "neither " + plain + " nor " + compressed.getName() + " exists", "put one of them there");
  }
}

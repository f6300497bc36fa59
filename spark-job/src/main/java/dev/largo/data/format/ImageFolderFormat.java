package dev.largo.data.format;

import dev.largo.data.DataException;
import dev.largo.data.DataLocation;
import dev.largo.data.ImageShape;
import dev.largo.data.Parallel;
import dev.largo.data.SampleSource;
import dev.largo.data.Split;
import dev.largo.data.image.ImageDecoder;
import dev.largo.data.image.RgbImage;
import java.awt.Dimension;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder of image files, JPEG or PNG: each sub-folder is a class, named and ordered by its name,
 * and every file in it, at any depth, is an image of that class. Hidden entries (a name that begins
 * with a dot) and files called {@code classes.txt} are left out; so are files beside the class
 * folders.
 *
 * <p>A validation folder need not have every class, but none that training does not know.
 */
final class ImageFolderFormat implements StoredFormat {
  private static final int CHUNK = 64;

  /** Opening a file on a distant store is mostly waiting. */
  private static final int CHECKING_THREADS = 8;

  /** Files whose beginning is looked at when a set is opened; of a larger set, the first ones. */
  private static final int CHECKED_FILES = 1 << 16;

  private static final String EXPECTED = "a folder with one sub-folder of images per class";

  private final StoredImages stored;

  ImageFolderFormat(StoredImages stored) {
    this.stored = stored;
  }

  @Override
  public List<String> classNames(DataLocation train) throws IOException {
    List<String> names =
        classFolders(train, train.path()).stream().map(entry -> entry.getPath().getName()).toList();
    if (names.isEmpty()) {
      throw train.wrong(train.path() + " holds no class folders", "give " + EXPECTED);
    }
    return names;
  }

  @Override
  public SampleSource open(DataLocation location, Split split, List<String> classNames)
      throws IOException {
    Path root = location.path();
    FileSystem files = location.fileSystem(root);
    List<ImageFile> images = list(location, root, files, classNames);
    ImageShape shape = check(files, root, images);
    return stored.source(new FolderStore(files, root, images), classNames, shape);
  }

  @Override
  public ImageStore store(DataLocation location, List<String> classNames) throws IOException {
    Path root = location.path();
    FileSystem files = location.fileSystem(root);
    return new FolderStore(files, root, list(location, root, files, classNames));
  }

  private static List<ImageFile> list(
      DataLocation location, Path root, FileSystem files, List<String> classNames)
      throws IOException {
    List<ImageFile> images = new ArrayList<>();
    for (FileStatus folder : classFolders(location, root)) {
      String name = folder.getPath().getName();
      int label = classNames.indexOf(name);
      if (label < 0) {
        throw location.wrong(
            "class folder " + folder.getPath() + " is unknown to data.train",
            "give classes of the training set only");
      }
      int before = images.size();
      list(files, folder.getPath(), name, label, images);
      if (images.size() == before) {
        throw location.wrong(
            "class folder " + folder.getPath() + " is empty",
            "put images into it or remove the folder");
      }
    }
    if (images.isEmpty()) {
      throw location.wrong(root + " holds no class folders", "give " + EXPECTED);
    }
    images.sort(Comparator.comparing(ImageFile::name));
    return images;
  }

  private static List<FileStatus> classFolders(DataLocation location, Path root)
      throws IOException {
    if (!location.status(root, EXPECTED).isDirectory()) {
      throw location.wrong(root + " is a file", "give " + EXPECTED);
    }
    List<FileStatus> folders = new ArrayList<>();
    for (FileStatus entry : location.fileSystem(root).listStatus(root)) {
      if (entry.isDirectory() && !isHidden(entry)) {
        folders.add(entry);
      }
    }
    folders.sort(Comparator.comparing(entry -> entry.getPath().getName()));
    return folders;
  }

  private static void list(
      FileSystem files, Path folder, String name, int label, List<ImageFile> into)
      throws IOException {
    for (FileStatus entry : files.listStatus(folder)) {
      String entryName = entry.getPath().getName();
      if (isHidden(entry)) {
        continue;
      }
      if (entry.isDirectory()) {
        list(files, entry.getPath(), name + "/" + entryName, label, into);
      } else if (!entryName.equals(NameList.CLASSES)) {
        into.add(new ImageFile(name + "/" + entryName, entry.getLen(), label));
      }
    }
  }

  private static boolean isHidden(FileStatus entry) {
    return entry.getPath().getName().startsWith(".");
  }

  /** Looks at the beginning of the files and finds the shape they have, or will be given. */
  private ImageShape check(FileSystem files, Path root, List<ImageFile> images) throws IOException {
    Integer side = stored.imageSize();
    if (side != null) {
      forEach(images, image -> checkSignature(files, root, image));
      return new ImageShape(RgbImage.CHANNELS, side, side);
    }
    Dimension first = firstSize(files, root, images);
    forEach(
        images,
        image -> {
          Dimension size = size(files, root, image);
          if (!size.equals(first)) {
            throw StoredImages.otherSize(
                new Path(root, image.name()).toString(),
                size.width,
                size.height,
                first.width,
                first.height);
          }
        });
    return new ImageShape(RgbImage.CHANNELS, first.height, first.width);
  }

  private Dimension firstSize(FileSystem files, Path root, List<ImageFile> images)
      throws IOException {
    int number = 0;
    while (true) {
      try {
        return size(files, root, images.get(number));
      } catch (DataException e) {
        if (!stored.skipsBad() || ++number == images.size()) {
          throw e;
        }
      }
    }
  }

  private interface Check {
    void of(ImageFile image) throws IOException;
  }

  private void forEach(List<ImageFile> images, Check check) throws IOException {
    Parallel.forChunks(
        Math.min(images.size(), CHECKED_FILES),
        CHUNK,
        CHECKING_THREADS,
        (from, to) -> {
          for (ImageFile image : images.subList(from, to)) {
            try {
              check.of(image);
            } catch (DataException e) {
              if (!stored.skipsBad()) {
                throw e;
              }
            }
          }
        });
  }

  private static void checkSignature(FileSystem files, Path root, ImageFile image)
      throws IOException {
    Path path = new Path(root, image.name());
    try (InputStream in = files.open(path)) {
      ImageDecoder.checkSignature(in.readNBytes(ImageDecoder.SIGNATURE_BYTES), path.toString());
    }
  }

  private static Dimension size(FileSystem files, Path root, ImageFile image) throws IOException {
    Path path = new Path(root, image.name());
    try (InputStream in = files.open(path)) {
      return ImageDecoder.size(in, path.toString());
    }
  }
}

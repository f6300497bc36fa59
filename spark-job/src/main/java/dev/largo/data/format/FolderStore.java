package dev.largo.data.format;

import dev.largo.data.Fingerprint;
import dev.largo.data.StorageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Images that are files of their own. */
final class FolderStore implements ImageStore {
  private final FileSystem files;
  private final Path root;
  private final List<ImageFile> images;

  /**
   * A store of listed files.
   *
   * @param images in the order of their indices
   */
  FolderStore(FileSystem files, Path root, List<ImageFile> images) {
    this.files = files;
    this.root = root;
    this.images = List.copyOf(images);
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public String name(int index) {
    return new Path(root, images.get(index).name()).toString();
  }

  @Override
  public long length(int index) {
    return images.get(index).length();
  }

  @Override
  public int label(int index) {
    return images.get(index).label();
  }

  @Override
  public byte[] bytes(int index) throws IOException {
    Path path = new Path(root, images.get(index).name());
    try (InputStream in = files.open(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw StorageFailure.of(files, path, images.get(index).length(), e);
    }
  }

  /** Over names, lengths and labels; the contents of a large folder would take too long. */
  @Override
  public String fingerprint() {
    Fingerprint sum = new Fingerprint();
    for (ImageFile image : images) {
      sum.line(image.name(), image.length(), image.label());
    }
    return sum.hex();
  }
}

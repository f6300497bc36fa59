package dev.largo.data.format;

import dev.largo.data.DataException;
import dev.largo.data.Fingerprint;
import dev.largo.data.ImageShape;
import dev.largo.data.SampleSource;
import dev.largo.data.image.ImageDecoder;
import dev.largo.data.image.ImageScaler;
import dev.largo.data.image.RgbImage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Image files, decoded when they are read and remembered while there is memory for it. */
final class ImageFolderSource implements SampleSource {
  private final FileSystem files;
  private final Path root;
  private final List<ImageFile> images;
  private final List<String> classNames;
  private final ImageShape shape;
  private final boolean scaled;
  private final PixelCache cache;

  /**
   * A source of listed files.
   *
   * @param images in the order of their indices
   * @param scaled whether images are scaled and cut to the shape, instead of having to have it
   */
  ImageFolderSource(
      FileSystem files,
      Path root,
      List<ImageFile> images,
      List<String> classNames,
      ImageShape shape,
      boolean scaled,
      MemoryBudget budget) {
    this.files = files;
    this.root = root;
    this.images = List.copyOf(images);
    this.classNames = List.copyOf(classNames);
    this.shape = shape;
    this.scaled = scaled;
    this.cache = new PixelCache(images.size(), budget, this::decode);
  }

  @Override
  public int size() {
    return images.size();
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
    return images.get(index).label();
  }

  @Override
  public void read(int index, byte[] pixels) throws IOException {
    System.arraycopy(cache.get(index), 0, pixels, 0, shape.values());
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

  private byte[] decode(int index) throws IOException {
    Path path = new Path(root, images.get(index).name());
    RgbImage image = ImageDecoder.decode(contents(path), path.toString());
    if (scaled) {
      byte[] square = new byte[shape.values()];
      ImageScaler.squareOf(image, shape.width(), square);
      return square;
    }
    if (image.width != shape.width() || image.height != shape.height()) {
      throw new DataException(
          path.toString(),
          "is %dx%d pixels, the first image is %dx%d"
              .formatted(image.width, image.height, shape.width(), shape.height()),
          "set data.image-size to scale images to one size");
    }
    return image.planes;
  }

  private byte[] contents(Path path) throws IOException {
    try (InputStream in = files.open(path)) {
      return in.readAllBytes();
    } catch (FileNotFoundException e) {
      throw new DataException(
          path.toString(), "has vanished", "leave the data alone during a run", e);
    }
  }
}

package dev.largo.data.format;

import dev.largo.data.DataException;
import dev.largo.data.ImageShape;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads the IDX files of MNIST: a magic number (two zero bytes, type 8 for unsigned bytes, number
 * of dimensions), the dimensions as big-endian 32-bit integers, the values. Plain or gzip, told
 * apart by content, since downloads lose their suffix or keep a wrong one.
 */
final class IdxFile {
  private static final int IMAGES = 0x00000803;
  private static final int LABELS = 0x00000801;
  private static final int LARGEST_SIDE = 1 << 13;
  private static final int BUFFER = 1 << 16;

  private IdxFile() {}

  /** Grey images, all of one shape. */
  static final class Images {
    final ImageShape shape;
    final byte[][] pixels;

    private Images(ImageShape shape, byte[][] pixels) {
      this.shape = shape;
      this.pixels = pixels;
    }
  }

  static Images images(FileSystem files, Path path) throws IOException {
    try (DataInputStream in = open(files, path)) {
      int count = header(in, path, IMAGES, "images");
      int height = in.readInt();
      int width = in.readInt();
      if (height < 1 || width < 1 || height > LARGEST_SIDE || width > LARGEST_SIDE) {
        throw new DataException(
            path.toString(),
            "its header gives images of " + height + "x" + width,
            "give an undamaged IDX file of images");
      }
      ImageShape shape = new ImageShape(1, height, width);
      List<byte[]> pixels = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        byte[] image = in.readNBytes(shape.values());
        if (image.length < shape.values()) {
          throw truncated(path, count, "images", i);
        }
        pixels.add(image);
      }
      checkEnd(in, path, count, "images");
      return new Images(shape, pixels.toArray(new byte[0][]));
    } catch (EOFException | ZipException e) {
      throw damaged(path, e);
    }
  }

  static int[] labels(FileSystem files, Path path) throws IOException {
    try (DataInputStream in = open(files, path)) {
      int count = header(in, path, LABELS, "labels");
      byte[] bytes = in.readNBytes(count);
      if (bytes.length < count) {
        throw truncated(path, count, "labels", bytes.length);
      }
      checkEnd(in, path, count, "labels");
      int[] labels = new int[count];
      for (int i = 0; i < count; i++) {
        labels[i] = bytes[i] & 0xFF;
      }
      return labels;
    } catch (EOFException | ZipException e) {
      throw damaged(path, e);
    }
  }

  private static DataInputStream open(FileSystem files, Path path) throws IOException {
    InputStream raw = new BufferedInputStream(files.open(path), BUFFER);
    try {
      raw.mark(2);
      boolean compressed = raw.read() == 0x1F && raw.read() == 0x8B;
      raw.reset();
      InputStream in =
          compressed ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER) : raw;
      return new DataInputStream(in);
    } catch (IOException e) {
      try (raw) {
        throw damaged(path, e);
      }
    }
  }

  private static int header(DataInputStream in, Path path, int magic, String content)
      throws IOException {
    int found = in.readInt();
    if (found != magic) {
      throw new DataException(
          path.toString(),
          "begins with 0x%08x".formatted(found),
          "an IDX file of %s begins with 0x%08x".formatted(content, magic));
    }
    int count = in.readInt();
    if (count < 1) {
      throw new DataException(
          path.toString(), "its header gives " + count + " " + content, "give one at least");
    }
    return count;
  }

  private static void checkEnd(DataInputStream in, Path path, int count, String content)
      throws IOException {
    if (in.read() >= 0) {
      throw new DataException(
          path.toString(),
          "goes on after the " + count + " " + content + " of its header",
          "give an undamaged IDX file");
    }
  }

  private static DataException truncated(Path path, int count, String content, int found) {
    return new DataException(
        path.toString(),
        "is truncated: its header gives %d %s, %d are there".formatted(count, content, found),
        "fetch the file again");
  }

  private static DataException damaged(Path path, IOException e) {
    return new DataException(
        path.toString(),
        "is truncated or damaged (" + e.getMessage() + ")",
        "fetch the file again",
        e);
  }
}

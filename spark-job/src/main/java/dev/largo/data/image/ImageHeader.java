package dev.largo.data.image;

import dev.largo.data.DataException;
import java.awt.Dimension;
import org.jspecify.annotations.Nullable;

/**
 * What an image file tells before its pixels.
 *
 * @param width as stored
 * @param height as stored
 * @param orientation of the stored pixels
 * @param jpeg more of a JPEG file
 */
record ImageHeader(
    ImageFormat format, int width, int height, Orientation orientation, @Nullable JpegHeader jpeg) {
  private static final int PNG_CHUNKS = 8;
  private static final int PNG_CHUNK_BYTES = 12;
  private static final int EXIF_CHUNK = 0x65584966;
  private static final int DATA_CHUNK = 0x49444154;

  /**
   * Reads a header.
   *
   * @param start of the file
   * @return null where the header does not end in the bytes given
   */
  static @Nullable ImageHeader read(byte[] start, String name) throws DataException {
    ImageFormat format = ImageFormat.of(start, name);
    ImageHeader header;
    if (format == ImageFormat.JPEG) {
      JpegHeader jpeg = JpegHeader.read(start);
      if (jpeg == null) {
        return null;
      }
      header = new ImageHeader(format, jpeg.width(), jpeg.height(), jpeg.orientation(), jpeg);
    } else {
      Dimension size = JdkImages.size(start, format, name);
      Orientation orientation =
          format == ImageFormat.PNG ? pngOrientation(start) : Orientation.UPRIGHT;
      if (orientation == null) {
        return null;
      }
      header = new ImageHeader(format, size.width, size.height, orientation, null);
    }
    header.check(name);
    return header;
  }

  /** Width and height of the picture that is meant. */
  Dimension size() {
    return orientation.transposed() ? new Dimension(height, width) : new Dimension(width, height);
  }

  private void check(String name) throws DataException {
    if (width < 1 || height < 1) {
      throw new DataException(name, "claims to have no pixels", ImageDecoder.REMEDY);
    }
    if ((long) width * height > ImageDecoder.MOST_PIXELS) {
      throw new DataException(
          name,
          "claims to be " + width + "x" + height + " pixels",
          "give images of at most " + ImageDecoder.MOST_PIXELS + " pixels");
    }
  }

  /** Of the EXIF chunk, where there is one before the pixels; null where the bytes end before. */
  private static @Nullable Orientation pngOrientation(byte[] start) {
    long at = PNG_CHUNKS;
    while (at + 8 <= start.length) {
      long length = Integer.toUnsignedLong(int32(start, (int) at));
      int type = int32(start, (int) at + 4);
      if (type == EXIF_CHUNK) {
        long end = at + 8 + length;
        return end > start.length ? null : Exif.orientation(start, (int) at + 8, (int) end);
      }
      if (type == DATA_CHUNK) {
        return Orientation.UPRIGHT;
      }
      at += PNG_CHUNK_BYTES + length;
    }
    return null;
  }

  private static int int32(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 24
        | (bytes[at + 1] & 0xFF) << 16
        | (bytes[at + 2] & 0xFF) << 8
        | (bytes[at + 3] & 0xFF);
  }
}

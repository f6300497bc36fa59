package dev.largo.data.image;

import dev.largo.data.DataException;
import java.util.stream.Stream;

/** The kinds of image files that can be read, told by how they begin, never by their name. */
enum ImageFormat {
  JPEG("jpeg", "\u00FF\u00D8\u00FF"),
  PNG("png", "\u0089PNG\r\n\u001A\n"),
  BMP("bmp", "BM"),
  GIF("gif", "GIF8");

  /** Bytes of a file that tell what it is. */
  static final int SIGNATURE_BYTES = 8;

  /** What ImageIO calls it. */
  final String title;

  private final String signature;

  ImageFormat(String title, String signature) {
    this.title = title;
    this.signature = signature;
  }

  /** The format of a file that begins so. */
  static ImageFormat of(byte[] start, String name) throws DataException {
    if (start.length == 0) {
      throw new DataException(name, "is empty", ImageDecoder.REMEDY);
    }
    for (ImageFormat format : values()) {
      if (format.begins(start)) {
        return format;
      }
    }
    throw new DataException(
        name, "is neither a JPEG nor a PNG image, nor a BMP or GIF", ImageDecoder.REMEDY);
  }

  /** Whether a file that begins so is of any of the formats. */
  static boolean isKnown(byte[] start) {
    return Stream.of(values()).anyMatch(format -> format.begins(start));
  }

  private boolean begins(byte[] start) {
    if (start.length < signature.length()) {
      return false;
    }
    for (int i = 0; i < signature.length(); i++) {
      if ((start[i] & 0xFF) != signature.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}

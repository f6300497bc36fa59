package dev.largo.data.image;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What the segments of a JPEG file before its first scan tell.
 *
 * @param width as stored
 * @param height as stored
 * @param components 1 (grey), 3 or 4
 * @param color what libjpeg takes the components for
 * @param orientation of the stored pixels
 * @param heightAt where in the file its height is, two bytes
 * @param blockHeight rows that are coded together
 * @param scanAt where in the file the first scan begins
 * @param oneScan whether rows are coded from top to bottom, all components together
 */
record JpegHeader(
    int width,
    int height,
    int components,
    Color color,
    Orientation orientation,
    int heightAt,
    int blockHeight,
    int scanAt,
    boolean oneScan) {
  /** What components may be, with the number by which Adobe's segment says so. */
  enum Color {
    PLAIN(0),
    YCC(1),
    YCCK(2);

    final int adobe;

    Color(int adobe) {
      this.adobe = adobe;
    }
  }

  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP14 = 0xEE;
  private static final int COMMENT = 0xFE;
  private static final byte[] ADOBE = {
    (byte) 0xFF, (byte) APP14, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0
  };

  /** Reads a file's header; null where the bytes end before it does. */
  static @Nullable JpegHeader read(byte[] bytes) {
    return new Reader(bytes).header();
  }

  /** Whether the mark that ends a JPEG file is where a decoder will find it. */
  boolean isEnded(byte[] file) {
    for (int i = file.length - 2; i > scanAt; i--) {
      if (file[i + 1] == (byte) EOI && file[i] == (byte) 0xFF) {
        return true;
      }
    }
    return false;
  }

  /**
   * The file without what applications wrote into it (profiles, previews), some of which the JDK
   * stumbles over, and with the one segment that tells it how colours are coded.
   */
  byte[] plain(byte[] file) {
    ByteArrayOutputStream plain = new ByteArrayOutputStream(file.length);
    plain.write(0xFF);
    plain.write(SOI);
    plain.writeBytes(ADOBE);
    plain.write(color.adobe);
    Reader reader = new Reader(file);
    while (reader.next() && reader.at <= scanAt) {
      boolean application = reader.marker >= APP0 && reader.marker < APP0 + 16;
      if (!application && reader.marker != COMMENT) {
        if (reader.marker == SOS) {
          plain.write(0xFF);
          plain.write(SOS);
          plain.write(file, reader.at, file.length - reader.at);
          return plain.toByteArray();
        }
        plain.write(0xFF);
        plain.write(reader.marker);
        plain.write(file, reader.at, reader.length);
      }
      reader.skip();
    }
    return file;
  }

  /** Goes from segment to segment. */
  private static final class Reader {
    private final byte[] bytes;

    /** Where the segment's length is. */
    private int at;

    private int marker;
    private int length;
    private boolean jfif;
    private int adobe = -1;
    private Orientation orientation = Orientation.UPRIGHT;
    private int frameAt;
    private int frame;

    Reader(byte[] bytes) {
      this.bytes = bytes;
      this.at = 2;
    }

    /** Finds the next segment; false where the bytes end before it does. */
    boolean next() {
      int i = at;
      while (true) {
        while (i < bytes.length && bytes[i] != (byte) 0xFF) {
          i++;
        }
        while (i < bytes.length && bytes[i] == (byte) 0xFF) {
          i++;
        }
        if (i >= bytes.length) {
          return false;
        }
        marker = bytes[i++] & 0xFF;
        boolean alone = marker <= 1 || (marker >= 0xD0 && marker <= EOI);
        if (alone && marker != EOI) {
          continue;
        }
        at = i;
        if (marker == EOI || i + 2 > bytes.length) {
          return false;
        }
        length = unsigned16(i);
        return length >= 2 && i + length <= bytes.length;
      }
    }

    void skip() {
      at += length;
    }

    @Nullable JpegHeader header() {
      while (next()) {
        if (marker == SOS) {
          return frameAt == 0 ? null : toHeader();
        }
        note();
        skip();
      }
      return null;
    }

    private void note() {
      if (marker == APP0 && has("JFIF\0")) {
        jfif = true;
      } else if (marker == APP1 && has("Exif\0\0") && orientation.equals(Orientation.UPRIGHT)) {
        orientation = Exif.orientation(bytes, at + 8, at + length);
      } else if (marker == APP14 && has("Adobe") && length >= 14) {
        adobe = bytes[at + 13] & 0xFF;
      } else if (isFrame(marker) && frameAt == 0 && isWhole()) {
        frame = marker;
        frameAt = at;
      }
    }

    private static boolean isFrame(int marker) {
      return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    /** Length, precision, height, width, number of components, and three bytes for each. */
    private boolean isWhole() {
      return length >= 8 && length == 8 + 3 * (bytes[at + 7] & 0xFF);
    }

    private JpegHeader toHeader() {
      int components = bytes[frameAt + 7] & 0xFF;
      int most = 1;
      for (int c = 0; c < components; c++) {
        most = Math.max(most, bytes[frameAt + 9 + 3 * c] & 0x0F);
      }
      boolean sequential = frame == 0xC0 || frame == 0xC1;
      return new JpegHeader(
          unsigned16(frameAt + 5),
          unsigned16(frameAt + 3),
          components,
          color(components),
          orientation,
          frameAt + 3,
          8 * most,
          at,
          sequential && length > 2 && (bytes[at + 2] & 0xFF) == components);
    }

    /** The rules of libjpeg's default_decompress_parms. */
    private Color color(int components) {
      if (components == 4) {
        return adobe <= 0 ? Color.PLAIN : Color.YCCK;
      }
      if (components != 3) {
        return Color.PLAIN;
      }
      if (jfif) {
        return Color.YCC;
      }
      if (adobe >= 0) {
        return adobe == 0 ? Color.PLAIN : Color.YCC;
      }
      boolean named = bytes[frameAt + 8] == 'R' && bytes[frameAt + 11] == 'G';
      return named && bytes[frameAt + 14] == 'B' ? Color.PLAIN : Color.YCC;
    }

    private boolean has(String start) {
      if (length < 2 + start.length()) {
        return false;
      }
      for (int i = 0; i < start.length(); i++) {
        if (bytes[at + 2 + i] != start.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    private int unsigned16(int i) {
      return (bytes[i] & 0xFF) << 8 | (bytes[i + 1] & 0xFF);
    }
  }
}

package dev.largo.data.image;

import dev.largo.data.DataException;
import dev.largo.data.Framing;
import dev.largo.data.ImageShape;
import dev.largo.data.Window;
import java.awt.Dimension;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Decodes image files to 8-bit RGB: JPEG by the system's libjpeg-turbo, or else by the JDK; PNG,
 * BMP and GIF by the JDK.
 *
 * <p>EXIF orientation is applied, embedded colour profiles are not. Grey becomes three equal
 * channels, a palette is looked up, 16 bits keep their upper 8, an alpha channel is dropped, inks
 * become RGB as PIL has it, and of an animation the first picture is taken.
 *
 * <p>The two JPEG decoders give the same bits at full size. An image that is to be reduced to a
 * quarter or less is decoded at a half, a quarter or an eighth of its size by libjpeg-turbo alone,
 * which then gives levels that are half a level apart on average. So all processes of a run need
 * the same decoder: {@link #description()}.
 */
public final class ImageDecoder {
  /** As many as PIL decodes without a warning; a small file can claim as many as it likes. */
  static final long MOST_PIXELS = 89_478_485;

  /** Of a PNG with one bit a pixel, deflated at most 1032 to 1; JPEG needs more room. */
  private static final long MOST_PIXELS_A_BYTE = 8 * 1032;

  /** Bytes of a file that tell what it is. */
  public static final int SIGNATURE_BYTES = ImageFormat.SIGNATURE_BYTES;

  static final String REMEDY = "replace or remove the file";

  /** Of a header that is read from a stream; profiles and previews may take more. */
  private static final int HEADER_BYTES = 1 << 16;

  private ImageDecoder() {}

  /** What decodes JPEG files in this process, like "libjpeg-turbo 2" or "JDK". */
  public static String description() {
    return JpegDecoder.best().description();
  }

  /** Checks that a file begins as one that can be read does. */
  public static void checkSignature(byte[] start, String name) throws DataException {
    ImageFormat unused = ImageFormat.of(start, name);
  }

  /** Whether a file begins as one that can be read does. */
  public static boolean isImage(byte[] start) {
    return ImageFormat.isKnown(start);
  }

  /**
   * Width and height after EXIF orientation, from the header alone. The stream is left to the
   * caller to close.
   */
  public static Dimension size(InputStream in, String name) throws IOException {
    byte[] start = in.readNBytes(HEADER_BYTES);
    while (true) {
      ImageHeader header = ImageHeader.read(start, name);
      if (header != null) {
        return header.size();
      }
      byte[] more = in.readNBytes(start.length);
      if (more.length == 0) {
        throw new DataException(name, "is truncated or damaged in its header", REMEDY);
      }
      byte[] both = Arrays.copyOf(start, start.length + more.length);
      System.arraycopy(more, 0, both, start.length, more.length);
      start = both;
    }
  }

  /**
   * Decodes a whole file.
   *
   * @param name the file, for messages
   * @throws DataException when it is no image, or truncated, or damaged
   */
  public static RgbImage decode(byte[] file, String name) throws DataException {
    return decode(file, name, JpegDecoder.best());
  }

  static RgbImage decode(byte[] file, String name, JpegDecoder jpegs) throws DataException {
    Dimension size = header(file, name).size();
    RgbImage image = new RgbImage(size.width, size.height);
    Window whole = new Window(0, 0, size.width, size.height, size.width, size.height, 0, 0);
    ImageShape shape = new ImageShape(RgbImage.CHANNELS, size.height, size.width);
    read(file, name, (width, height) -> whole, shape, image.planes, jpegs);
    return image;
  }

  /**
   * Decodes as much of a file as a part of its picture needs, and scales that.
   *
   * @param name the file, for messages
   * @param framing is asked once, with the size of the picture
   * @param into filled with unsigned bytes of the shape
   * @throws DataException when it is no image, or truncated, or damaged
   */
  public static void read(byte[] file, String name, Framing framing, ImageShape shape, byte[] into)
      throws DataException {
    read(file, name, framing, shape, into, JpegDecoder.best());
  }

  /** The same by a decoder of one's choice, to compare them. */
  public static void read(
      byte[] file, String name, Framing framing, ImageShape shape, byte[] into, JpegDecoder jpegs)
      throws DataException {
    ImageHeader header = header(file, name);
    Dimension size = header.size();
    ImageShape stored = header.orientation().stored(shape);
    Window window =
        header
            .orientation()
            .stored(framing.of(size.width, size.height), header.width(), header.height(), stored);
    int reduction = header.jpeg() == null ? 1 : jpegs.reduction(window);
    try (Workspace space = Workspace.borrow()) {
      Region region = space.frame(window, reduction, header.width(), header.height(), stored);
      JpegHeader jpeg = header.jpeg();
      if (jpeg == null) {
        JdkImages.decode(file, header.format(), region, space.canvas, name);
      } else {
        jpegs.decode(file, jpeg, reduction, region, space, name);
      }
      ImageScaler.scale(space, header.orientation(), stored, into);
    }
  }

  private static ImageHeader header(byte[] file, String name) throws DataException {
    ImageHeader header = ImageHeader.read(file, name);
    if (header == null) {
      throw new DataException(name, "is truncated or damaged in its header", REMEDY);
    }
    // A damaged header or a decompression bomb is found out before the pixels are allocated.
    if ((long) header.width() * header.height() > MOST_PIXELS_A_BYTE * file.length) {
      throw new DataException(
          name,
          "claims to be %dx%d pixels, which its %d bytes cannot hold"
              .formatted(header.width(), header.height(), file.length),
          REMEDY);
    }
    JpegHeader jpeg = header.jpeg();
    if (jpeg != null && !jpeg.isEnded(file)) {
      throw new DataException(name, "is truncated", REMEDY);
    }
    return header;
  }
}

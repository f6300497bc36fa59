package dev.largo.data.image;

import dev.largo.data.DataException;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEG and PNG files to 8-bit RGB with the JDK's ImageIO.
 *
 * <p>Samples are taken from the raster: {@code BufferedImage.getRGB} would send grey ones through a
 * gamma. Grey becomes three equal channels, a palette is looked up, 16 bits keep their upper 8, an
 * alpha channel is dropped. Embedded colour profiles and EXIF orientation are not applied, as in
 * torchvision's image folder.
 */
public final class ImageDecoder {
  /** More pixels than any photograph; a small file can claim as many as it likes. */
  private static final long MOST_PIXELS = 1L << 28;

  /** Of a PNG with one bit a pixel, deflated at most 1032 to 1; JPEG needs more room. */
  private static final long MOST_PIXELS_A_BYTE = 8 * 1032;

  /** Bytes of a file that tell what it is. */
  public static final int SIGNATURE_BYTES = 8;

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final String REMEDY = "replace or remove the file";

  private ImageDecoder() {}

  /** Checks that a file begins as JPEG or PNG does. */
  public static void checkSignature(byte[] start, String name) throws DataException {
    format(start, name);
  }

  /** Width and height, from the header alone. The stream is left to the caller to close. */
  public static Dimension size(InputStream in, String name) throws IOException {
    byte[] start = in.readNBytes(SIGNATURE_BYTES);
    String format = format(start, name);
    // The signature goes back in front of the rest.
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(start), in);
    return read(whole, format, name, reader -> checkedSize(reader, name));
  }

  /**
   * Decodes a whole file.
   *
   * @param name the file, for messages
   * @throws DataException when it is no JPEG or PNG, or truncated, or damaged
   */
  public static RgbImage decode(byte[] file, String name) throws IOException {
    return read(
        new ByteArrayInputStream(file),
        format(file, name),
        name,
        reader -> {
          checkPlausible(checkedSize(reader, name), file.length, name);
          Truncation truncation = new Truncation();
          reader.addIIOReadWarningListener(truncation);
          BufferedImage image = reader.read(0);
          if (truncation.seen) {
            throw new DataException(name, "is truncated", REMEDY);
          }
          return toRgb(image.getRaster(), image.getColorModel(), name);
        });
  }

  private interface Action<T> {
    T apply(ImageReader reader) throws IOException;
  }

  private static <T> T read(InputStream in, String format, String name, Action<T> action)
      throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    ImageReader reader = readers.next();
    try (ImageInputStream input = new MemoryCacheImageInputStream(in)) {
      reader.setInput(input, true, true);
      return action.apply(reader);
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // ImageIO meets damaged files with any kind of runtime exception.
      throw new DataException(name, "cannot be decoded (" + reason(e) + ")", REMEDY, e);
    } finally {
      reader.dispose();
    }
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static String format(byte[] start, String name) throws DataException {
    if (start.length == 0) {
      throw new DataException(name, "is empty", REMEDY);
    }
    if (start.length >= PNG.length && Arrays.equals(start, 0, PNG.length, PNG, 0, PNG.length)) {
      return "png";
    }
    if (start.length > 2
        && (start[0] & 0xFF) == 0xFF
        && (start[1] & 0xFF) == 0xD8
        && (start[2] & 0xFF) == 0xFF) {
      return "jpeg";
    }
    throw new DataException(name, "is neither a JPEG nor a PNG image", REMEDY);
  }

  private static Dimension checkedSize(ImageReader reader, String name) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if ((long) width * height > MOST_PIXELS) {
      throw new DataException(
          name,
          "claims to be " + width + "x" + height + " pixels",
          "give images of at most " + MOST_PIXELS + " pixels");
    }
    return new Dimension(width, height);
  }

  /** A damaged header or a decompression bomb is found out before the pixels are allocated. */
  private static void checkPlausible(Dimension size, int bytes, String name) throws DataException {
    if ((long) size.width * size.height > MOST_PIXELS_A_BYTE * bytes) {
      throw new DataException(
          name,
          "claims to be %dx%d pixels, which its %d bytes cannot hold"
              .formatted(size.width, size.height, bytes),
          REMEDY);
    }
  }

  private static RgbImage toRgb(Raster raster, ColorModel colors, String name)
      throws DataException {
    int width = raster.getWidth();
    int height = raster.getHeight();
    RgbImage image = new RgbImage(width, height);
    if (colors instanceof IndexColorModel palette) {
      lookUp(raster, palette, image);
      return image;
    }
    int bands = raster.getNumBands();
    if (bands > 4) {
      throw new DataException(name, "has " + bands + " channels", "give grey or RGB images");
    }
    boolean colored = bands >= RgbImage.CHANNELS;
    int[] row = new int[width];
    for (int c = 0; c < RgbImage.CHANNELS; c++) {
      int band = colored ? c : 0;
      int bits = raster.getSampleModel().getSampleSize(band);
      for (int y = 0; y < height; y++) {
        raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, band, row);
        writeRow(row, bits, image.planes, (c * height + y) * width);
      }
    }
    return image;
  }

  private static void writeRow(int[] row, int bits, byte[] planes, int offset) {
    for (int x = 0; x < row.length; x++) {
      planes[offset + x] = (byte) toEightBits(row[x], bits);
    }
  }

  private static int toEightBits(int sample, int bits) {
    if (bits >= DataBuffer.getDataTypeSize(DataBuffer.TYPE_BYTE)) {
      return sample >> (bits - 8);
    }
    return sample * 255 / ((1 << bits) - 1);
  }

  private static void lookUp(Raster raster, IndexColorModel palette, RgbImage image) {
    int plane = image.width * image.height;
    int[] row = new int[image.width];
    for (int y = 0; y < image.height; y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, image.width, 1, 0, row);
      for (int x = 0; x < image.width; x++) {
        int at = y * image.width + x;
        image.planes[at] = (byte) palette.getRed(row[x]);
        image.planes[plane + at] = (byte) palette.getGreen(row[x]);
        image.planes[2 * plane + at] = (byte) palette.getBlue(row[x]);
      }
    }
  }

  /** Hears the JPEG reader say that a file ended early; it then fills the rest with grey. */
  private static final class Truncation implements IIOReadWarningListener {
    boolean seen;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      seen |= warning.contains("Truncated File");
    }
  }
}

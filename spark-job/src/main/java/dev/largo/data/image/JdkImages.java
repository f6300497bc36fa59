package dev.largo.data.image;

import dev.largo.data.DataException;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The JDK's decoders. Samples are taken from the raster, for {@code BufferedImage.getRGB} would
 * send grey ones through a gamma.
 */
final class JdkImages {
  private static final int INKS = 4;

  private JdkImages() {}

  private interface Action<T> {
    T apply(ImageReader reader) throws IOException;
  }

  /** Width and height of an image, from the beginning of its file. */
  static Dimension size(byte[] start, ImageFormat format, String name) throws DataException {
    return read(
        start, format, name, reader -> new Dimension(reader.getWidth(0), reader.getHeight(0)));
  }

  /** Decodes a region; of an animation, of its first picture. */
  static void decode(byte[] file, ImageFormat format, Region region, Canvas into, String name)
      throws DataException {
    read(
        file,
        format,
        name,
        reader -> {
          BufferedImage image = reader.read(0, param(reader, region));
          paint(image.getRaster(), image.getColorModel(), region, into);
          return into;
        });
  }

  /** Decodes a region of a JPEG file. */
  static void decodeJpeg(byte[] file, JpegHeader jpeg, Region region, Canvas into, String name)
      throws DataException {
    byte[] plain = jpeg.plain(file);
    if (jpeg.components() != INKS) {
      decode(plain, ImageFormat.JPEG, region, into, name);
      return;
    }
    read(
        plain,
        ImageFormat.JPEG,
        name,
        reader -> {
          paintInks(reader.readRaster(0, param(reader, region)), region, into);
          return into;
        });
    if (jpeg.color() == JpegHeader.Color.YCCK) {
      into.fromYcck();
    }
    into.fromInvertedCmyk();
  }

  private static ImageReadParam param(ImageReader reader, Region region) {
    ImageReadParam param = reader.getDefaultReadParam();
    param.setSourceRegion(
        new Rectangle(region.left(), region.top(), region.width(), region.height()));
    return param;
  }

  private static <T> T read(byte[] file, ImageFormat format, String name, Action<T> action)
      throws DataException {
    ImageReader reader = reader(format);
    try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(input, true, true);
      return action.apply(reader);
    } catch (IOException | RuntimeException e) {
      // ImageIO meets damaged files with any kind of runtime exception.
      throw new DataException(
          name, "cannot be decoded (" + reason(e) + ")", ImageDecoder.REMEDY, e);
    } finally {
      reader.dispose();
    }
  }

  /** The JDK's own, whatever other plug-ins there are. */
  private static ImageReader reader(ImageFormat format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.title);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
        return reader;
      }
      reader.dispose();
    }
    throw new IllegalStateException("this JDK reads no " + format);
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /** Grey becomes three equal channels, a palette is looked up, 16 bits keep their upper 8. */
  private static void paint(Raster raster, ColorModel colors, Region region, Canvas into)
      throws IIOException {
    int[][] pixels = into.reset(region);
    int width = region.width();
    int bands = raster.getNumBands();
    if (raster.getWidth() != width || raster.getHeight() != region.height()) {
      throw new IIOException("tells two sizes");
    }
    int[] row = new int[width * bands];
    Levels levels = new Levels(raster, colors);
    for (int y = 0; y < region.height(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      levels.pack(row, pixels[y], width);
    }
  }

  private static void paintInks(Raster raster, Region region, Canvas into) throws IIOException {
    int[][] pixels = into.reset(region);
    int width = region.width();
    if (raster.getNumBands() != INKS || raster.getWidth() != width) {
      throw new IIOException("tells two sizes");
    }
    int[] row = new int[width * INKS];
    for (int y = 0; y < region.height(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int at = x * INKS;
        pixels[y][x] = Canvas.pixel(row[at], row[at + 1], row[at + 2]) | row[at + 3] << 24;
      }
    }
  }
}

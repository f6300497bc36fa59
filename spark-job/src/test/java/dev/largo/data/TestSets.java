package dev.largo.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.AugmentConfig;
import dev.largo.config.BadSamples;
import dev.largo.config.CacheConfig;
import dev.largo.config.DataConfig;
import dev.largo.config.DataFormat;
import dev.largo.config.ShuffleConfig;
import dev.largo.config.SyntheticConfig;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/** Small sets on disk, and the configurations that name them. */
public final class TestSets {
  public static final Configuration HADOOP = new Configuration();

  private TestSets() {}

  public static DataConfig config(
      DataFormat format, Path train, Path validation, @Nullable Integer imageSize) {
    return config(format, train.toString(), validation.toString(), imageSize);
  }

  public static DataConfig config(
      DataFormat format,
      @Nullable String train,
      @Nullable String validation,
      @Nullable Integer imageSize) {
    return new DataConfig(
        format,
        train,
        validation,
        imageSize,
        null,
        List.of(),
        List.of(),
        ShuffleConfig.FULL,
        AugmentConfig.NONE,
        null,
        BadSamples.FAIL,
        CacheConfig.OFF,
        synthetic("none"));
  }

  public static SyntheticConfig synthetic(String directory) {
    return new SyntheticConfig(directory, 20, 10, 32, 7);
  }

  public static DataConfig constants(List<Double> mean, List<Double> std) {
    return new DataConfig(
        DataFormat.IDX,
        "a",
        "b",
        null,
        null,
        mean,
        std,
        ShuffleConfig.FULL,
        AugmentConfig.NONE,
        null,
        BadSamples.FAIL,
        CacheConfig.OFF,
        synthetic("none"));
  }

  public static byte[] read(SampleSource source, int index) throws IOException {
    byte[] pixels = new byte[source.shape().values()];
    int unused = source.read(index, pixels);
    return pixels;
  }

  /** An image of one colour. */
  public static BufferedImage plain(int width, int height, int rgb) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }

  public static void writeImage(Path file, BufferedImage image) {
    try {
      Files.createDirectories(parent(file));
      Files.write(file, encoded(image, file.toString().endsWith(".png") ? "png" : "jpeg"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, format, bytes), "no writer for " + format);
    return bytes.toByteArray();
  }

  /** An IDX file of unsigned bytes. */
  public static byte[] idx(int[] dimensions, byte[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + values.length);
    bytes.putInt(0x0800 + dimensions.length);
    for (int dimension : dimensions) {
      bytes.putInt(dimension);
    }
    return bytes.put(values).array();
  }

  public static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  /** Asserts that data is refused in one line that holds all of the parts. */
  public static void assertRefused(Executable work, String... parts) {
    DataException e = assertThrows(DataException.class, work);
    String message = String.valueOf(e.getMessage());
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "\"" + part + "\" is not in: " + message);
    }
    assertEquals(1, message.lines().count(), message);
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }
}

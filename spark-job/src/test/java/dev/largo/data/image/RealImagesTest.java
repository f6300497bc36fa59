package dev.largo.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.largo.data.DataException;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Real files, odd ones above all, where they are at hand. */
class RealImagesTest {
  /** Of a channel's mean, against PIL's. */
  private static final double LEVELS = 3;

  /** PIL's own parser stumbles over an empty segment; the image behind it is whole. */
  private static final Set<String> READ_BY_US_ALONE =
      Set.of("twelvemonkeys/jpeg/jfif-bogus-empty-jfif-segment.jpg");

  /** What PIL makes of a file. */
  private record Expected(int width, int height, double red, double green, double blue) {}

  @Test
  void oddImagesBecomeWhatPilMakesOfThem() throws IOException {
    Path root = directory("odd-images");
    Map<String, Expected> readable = expected();
    int read = 0;
    for (Path path : files(root)) {
      String name = root.relativize(path).toString();
      Expected expected = readable.get(name);
      byte[] file = Files.readAllBytes(path);
      for (JpegDecoder decoder : decoders()) {
        if (expected != null) {
          assertDecoded(file, name, expected, decoder);
          read++;
        } else if (!READ_BY_US_ALONE.contains(name)) {
          DataException e =
              assertThrows(
                  DataException.class, () -> ImageDecoder.decode(file, name, decoder), name);
          assertTrue(String.valueOf(e.getMessage()).startsWith(name + ": "), e.getMessage());
        }
      }
    }
    assertEquals(readable.size() * decoders().size(), read);
  }

  private static void assertDecoded(
      byte[] file, String name, Expected expected, JpegDecoder decoder) throws IOException {
    RgbImage image = ImageDecoder.decode(file, name, decoder);
    String what = decoder + " " + name;

    assertEquals(expected.width, image.width, what);
    assertEquals(expected.height, image.height, what);
    assertEquals(expected.red, mean(image, 0), LEVELS, what);
    assertEquals(expected.green, mean(image, 1), LEVELS, what);
    assertEquals(expected.blue, mean(image, 2), LEVELS, what);
    assertEquals(image.width, ImageDecoder.size(new ByteArrayInputStream(file), name).width, what);
  }

  @Test
  void everyImageNetFileIsDecodedAlikeByBoth() throws IOException {
    int count = 0;
    for (Path path : files(directory("imagenet-sample"))) {
      byte[] file = Files.readAllBytes(path);
      RgbImage image = ImageDecoder.decode(file, path.toString());
      for (JpegDecoder decoder : decoders()) {
        assertArrayEquals(
            image.planes,
            ImageDecoder.decode(file, path.toString(), decoder).planes,
            path.toString());
      }
      count++;
    }
    assertEquals(196, count);
  }

  private static List<JpegDecoder> decoders() {
    return Stream.of(JpegDecoder.values()).filter(JpegDecoder::isPresent).toList();
  }

  private static double mean(RgbImage image, int channel) {
    int plane = image.width * image.height;
    long sum = 0;
    for (int i = 0; i < plane; i++) {
      sum += image.planes[channel * plane + i] & 0xFF;
    }
    return (double) sum / plane;
  }

  private static Map<String, Expected> expected() throws IOException {
    Map<String, Expected> expected = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(RealImagesTest.class.getResourceAsStream("odd-images.csv")),
                StandardCharsets.UTF_8))) {
      // A comment and the names of the columns.
      for (String line : lines.lines().skip(2).toList()) {
        String[] f = line.split(",", -1);
        expected.put(
            f[0],
            new Expected(
                Integer.parseInt(f[1]),
                Integer.parseInt(f[2]),
                Double.parseDouble(f[3]),
                Double.parseDouble(f[4]),
                Double.parseDouble(f[5])));
      }
    }
    return expected;
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .filter(path -> !path.toString().endsWith(".csv"))
          .sorted()
          .toList();
    }
  }

  private static Path directory(String name) {
    Path path = Path.of(System.getProperty("shared.dir", "none")).resolve("data").resolve(name);
    assumeTrue(Files.isDirectory(path), () -> "skipped: no real data at " + path);
    return path;
  }
}

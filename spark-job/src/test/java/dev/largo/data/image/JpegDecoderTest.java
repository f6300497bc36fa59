package dev.largo.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.largo.data.Framing;
import dev.largo.data.ImageShape;
import dev.largo.data.RandomArea;
import dev.largo.data.TestSets;
import dev.largo.data.Window;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** libjpeg-turbo, where it is installed, beside the JDK. */
class JpegDecoderTest {
  private static final ImageShape SHAPE = new ImageShape(3, 64, 64);

  /** What the DCT's means may differ by from a triangle's, on average. */
  private static final double REDUCED_TOLERANCE = 1;

  @BeforeEach
  void needsBoth() {
    assumeTrue(JpegDecoder.TURBO.isPresent(), "skipped: libjpeg-turbo is not installed");
  }

  @Test
  void bothGiveTheSameBits() throws IOException {
    for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY}) {
      for (int size = 1; size < 130; size += 9) {
        for (float quality : new float[] {0.3f, 0.75f, 0.98f}) {
          BufferedImage image = Photographs.picture(size + 5, size, size, type);
          assertSame(Photographs.jpeg(image, false, quality));
          assertSame(Photographs.jpeg(image, true, quality));
        }
      }
    }
  }

  /** Rows below the window are not decoded, and that does not show. */
  @Test
  void aPartIsThatPartOfTheWhole() throws IOException {
    for (boolean progressive : new boolean[] {false, true}) {
      byte[] file = Photographs.jpeg(Photographs.picture(150, 140, 5), progressive, 0.9f);
      RgbImage whole = ImageDecoder.decode(file, "x.jpg", JpegDecoder.TURBO);
      for (int top = 0; top <= 140 - 64; top += 5) {
        Window window = new Window(31, top, 64, 64, 64, 64, 0, 0);
        byte[] expected = new byte[SHAPE.values()];
        ImageScaler.scale(whole, window, SHAPE, expected);
        for (JpegDecoder decoder : JpegDecoder.values()) {
          assertArrayEquals(expected, read(file, (w, h) -> window, decoder), decoder + " " + top);
        }
      }
    }
  }

  @Test
  void aPartOfATruncatedFileIsRefusedWhereverItIs() throws IOException {
    byte[] file = Photographs.jpeg(150, 140, 5);
    byte[] half = Arrays.copyOf(file, file.length / 2);
    byte[] unended = Arrays.copyOf(file, file.length - 2);
    Framing top = (width, height) -> new Window(0, 0, 64, 16, 64, 64, 0, 0);
    for (JpegDecoder decoder : JpegDecoder.values()) {
      TestSets.assertRefused(() -> read(half, top, decoder), "x.jpg: is truncated");
      TestSets.assertRefused(() -> read(unended, top, decoder), "x.jpg: is truncated");
    }
  }

  @Test
  void reducesLargeImagesToNearlyTheSame() throws IOException {
    byte[] file = Photographs.jpeg(1103, 905, 8);
    for (Window window :
        List.of(
            new Window(0, 0, 1103, 905, 78, 64, 3, 0),
            new Window(101, 55, 531, 307, 64, 64, 0, 0),
            new Window(333, 3, 257, 901, 64, 64, 0, 0))) {
      assertTrue(JpegDecoder.TURBO.reduction(window) > 1, window.toString());

      byte[] reduced = read(file, (w, h) -> window, JpegDecoder.TURBO);
      byte[] exact = read(file, (w, h) -> window, JpegDecoder.JDK);

      double sum = 0;
      for (int i = 0; i < exact.length; i++) {
        sum += Math.abs((reduced[i] & 0xFF) - (exact[i] & 0xFF));
      }
      assertEquals(0, sum / exact.length, REDUCED_TOLERANCE, window.toString());
    }
  }

  @Test
  void leavesWhatIsHardlyReducedToTheScaler() {
    assertEquals(1, JpegDecoder.TURBO.reduction(new Window(0, 0, 900, 800, 224, 224, 0, 0)));
    assertEquals(2, JpegDecoder.TURBO.reduction(new Window(0, 0, 900, 896, 224, 224, 0, 0)));
    assertEquals(8, JpegDecoder.TURBO.reduction(new Window(0, 0, 9000, 8000, 224, 224, 0, 0)));
    assertEquals(1, JpegDecoder.JDK.reduction(new Window(0, 0, 9000, 8000, 224, 224, 0, 0)));
  }

  @Test
  void manyThreadsGiveWhatOneGives() throws Exception {
    List<byte[]> files = new ArrayList<>();
    List<byte[]> expected = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      files.add(Photographs.jpeg(100 + 20 * i, 180 - 10 * i, i));
      expected.add(read(files.get(i), randomArea(i), JpegDecoder.TURBO));
    }
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<byte[]>> results = new ArrayList<>();
      for (int i = 0; i < 600; i++) {
        int file = i % 8;
        results.add(
            threads.submit(() -> read(files.get(file), randomArea(file), JpegDecoder.TURBO)));
      }
      for (int i = 0; i < results.size(); i++) {
        assertArrayEquals(expected.get(i % 8), get(results.get(i)), "image " + i);
      }
    } finally {
      threads.shutdown();
    }
  }

  private static byte[] get(Future<byte[]> result) throws InterruptedException, ExecutionException {
    return result.get();
  }

  private static Framing randomArea(int seed) {
    return new RandomArea(0.08, 1, 0.75, 4 / 3.0).framing(seed, 64, 64);
  }

  private static byte[] read(byte[] file, Framing framing, JpegDecoder decoder) throws IOException {
    byte[] sample = new byte[SHAPE.values()];
    ImageDecoder.read(file, "x.jpg", framing, SHAPE, sample, decoder);
    return sample;
  }

  private static void assertSame(byte[] file) throws IOException {
    assertArrayEquals(
        ImageDecoder.decode(file, "x.jpg", JpegDecoder.JDK).planes,
        ImageDecoder.decode(file, "x.jpg", JpegDecoder.TURBO).planes);
  }
}

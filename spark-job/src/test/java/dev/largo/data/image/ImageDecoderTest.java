package dev.largo.data.image;

import static dev.largo.data.TestSets.assertRefused;
import static dev.largo.data.TestSets.encoded;
import static dev.largo.data.TestSets.plain;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.data.DataException;
import dev.largo.data.SplitMix64;
import java.awt.Dimension;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class ImageDecoderTest {
  /** A JPEG of one colour comes back within the rounding of its colour conversion. */
  private static final int JPEG_TOLERANCE = 2;

  @Test
  void decodesPngToPlanesOfRedGreenBlue() throws IOException {
    BufferedImage image = plain(3, 2, 0x102030);
    image.setRGB(2, 1, 0xF0E0D0);

    RgbImage decoded = ImageDecoder.decode(encoded(image, "png"), "x.png");

    assertEquals(3, decoded.width);
    assertEquals(2, decoded.height);
    assertArrayEquals(
        bytes(
            0x10, 0x10, 0x10, 0x10, 0x10, 0xF0, 0x20, 0x20, 0x20, 0x20, 0x20, 0xE0, 0x30, 0x30,
            0x30, 0x30, 0x30, 0xD0),
        decoded.planes);
  }

  @Test
  void decodesColorJpeg() throws IOException {
    RgbImage decoded = ImageDecoder.decode(encoded(plain(16, 16, 0xC82864), "jpeg"), "x.jpg");

    assertPixel(decoded, 0xC8, 0x28, 0x64, JPEG_TOLERANCE);
  }

  /** BufferedImage.getRGB makes of a grey 123 something near 184. */
  @Test
  void decodesGreyWithoutGamma() throws IOException {
    for (String format : new String[] {"jpeg", "png"}) {
      BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
      fill(grey.getRaster(), 123);

      RgbImage decoded = ImageDecoder.decode(encoded(grey, format), "grey." + format);

      assertPixel(decoded, 123, 123, 123, 0);
    }
  }

  @Test
  void looksUpPalettes() throws IOException {
    IndexColorModel palette =
        new IndexColorModel(2, 3, bytes(0, 200, 7), bytes(0, 100, 8), bytes(0, 50, 9), 0);
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_BINARY, palette);
    fill(image.getRaster(), 1);

    assertPixel(ImageDecoder.decode(encoded(image, "png"), "x.png"), 200, 100, 50, 0);
  }

  @Test
  void dropsAlpha() throws IOException {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 16; i++) {
      image.setRGB(i % 4, i / 4, 0x40C06020);
    }

    assertPixel(ImageDecoder.decode(encoded(image, "png"), "x.png"), 0xC0, 0x60, 0x20, 0);
  }

  @Test
  void keepsTheUpperEightOfSixteenBits() throws IOException {
    BufferedImage grey = new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY);
    fill(grey.getRaster(), 0xAB12);
    ComponentColorModel colors =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 4, 4, 3, null);
    for (int i = 0; i < 16; i++) {
      raster.setPixel(i % 4, i / 4, new int[] {0xFF00, 0x80FF, 0x0180});
    }
    BufferedImage color = new BufferedImage(colors, raster, false, null);

    assertPixel(ImageDecoder.decode(encoded(grey, "png"), "x.png"), 0xAB, 0xAB, 0xAB, 0);
    assertPixel(ImageDecoder.decode(encoded(color, "png"), "x.png"), 0xFF, 0x80, 0x01, 0);
  }

  @Test
  void spreadsTwoLevelsOverTheWholeRange() throws IOException {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_BINARY);
    fill(image.getRaster(), 1);

    assertPixel(ImageDecoder.decode(encoded(image, "png"), "x.png"), 255, 255, 255, 0);
  }

  @Test
  void readsTheSizeFromTheHeaderAlone() throws IOException {
    for (String format : new String[] {"jpeg", "png"}) {
      byte[] file = encoded(plain(40, 30, 0x808080), format);
      // The header of the JPEG ends where its scan begins, after tables of some 600 bytes.
      byte[] start = Arrays.copyOf(file, Math.min(file.length, 640));

      assertEquals(new Dimension(40, 30), ImageDecoder.size(new ByteArrayInputStream(start), "x"));
    }
  }

  @Test
  void refusesWhatIsNoImage() {
    assertRefused(
        () -> ImageDecoder.decode("hello".getBytes(StandardCharsets.UTF_8), "note.jpg"),
        "note.jpg: is neither a JPEG nor a PNG image");
    assertRefused(() -> ImageDecoder.decode(new byte[0], "zero.png"), "zero.png: is empty");
  }

  @Test
  void refusesTruncatedImages() throws IOException {
    BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    SplitMix64 random = new SplitMix64(1);
    for (int i = 0; i < 64 * 64; i++) {
      noise.setRGB(i % 64, i / 64, (int) random.nextLong());
    }
    for (String format : new String[] {"jpeg", "png"}) {
      byte[] whole = encoded(noise, format);

      assertRefused(
          () -> ImageDecoder.decode(Arrays.copyOf(whole, whole.length / 2), "half." + format),
          "half." + format);
    }
  }

  @Test
  void refusesMorePixelsThanAFileCanHold() throws IOException {
    byte[] png = encoded(plain(4, 4, 0), "png");
    CRC32 check = new CRC32();
    // The header chunk: length at 8, type at 12, width at 16, height at 20, checksum at 29.
    ByteBuffer.wrap(png).putInt(16, 10_000).putInt(20, 10_000);
    check.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) check.getValue());

    assertRefused(() -> ImageDecoder.decode(png, "bomb.png"), "bomb.png: claims to be 10000x10000");
  }

  @Test
  void refusesAJpegThatClaimsTooManyPixels() throws IOException {
    byte[] jpeg = Photographs.jpeg(8, 8, 1);
    JpegHeader header = Objects.requireNonNull(JpegHeader.read(jpeg));
    ByteBuffer.wrap(jpeg).putShort(header.heightAt(), (short) 50_000);
    ByteBuffer.wrap(jpeg).putShort(header.heightAt() + 2, (short) 60_000);

    assertRefused(
        () -> ImageDecoder.decode(jpeg, "bomb.jpg"), "bomb.jpg: claims to be 60000x50000");
  }

  @Test
  void takesTheFirstPictureOfAGif() throws IOException {
    assertPixel(ImageDecoder.decode(encoded(plain(4, 4, 0xFF0000), "gif"), "x.jpg"), 255, 0, 0, 0);
  }

  @Test
  void readsBmp() throws IOException {
    assertPixel(ImageDecoder.decode(encoded(plain(4, 4, 0x102030), "bmp"), "x.jpg"), 16, 32, 48, 0);
  }

  @Test
  void neverFailsOtherThanByNamingTheFile() throws IOException {
    SplitMix64 random = new SplitMix64(2);
    byte[] jpeg = encoded(plain(24, 24, 0x336699), "jpeg");
    byte[] png = encoded(plain(24, 24, 0x336699), "png");
    for (int round = 0; round < 400; round++) {
      byte[] file = (round % 2 == 0 ? jpeg : png).clone();
      for (int k = 0; k < 4; k++) {
        file[8 + random.nextInt(file.length - 8)] = (byte) random.nextLong();
      }
      try {
        ImageDecoder.decode(file, "bad-file");
      } catch (DataException e) {
        assertEquals(0, String.valueOf(e.getMessage()).indexOf("bad-file: "), "round " + round);
      }
    }
  }

  private static void fill(WritableRaster raster, int value) {
    for (int y = 0; y < raster.getHeight(); y++) {
      for (int x = 0; x < raster.getWidth(); x++) {
        raster.setSample(x, y, 0, value);
      }
    }
  }

  private static void assertPixel(RgbImage image, int red, int green, int blue, int tolerance) {
    int plane = image.width * image.height;
    int at = plane / 2;
    assertEquals(red, image.planes[at] & 0xFF, tolerance);
    assertEquals(green, image.planes[plane + at] & 0xFF, tolerance);
    assertEquals(blue, image.planes[2 * plane + at] & 0xFF, tolerance);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}

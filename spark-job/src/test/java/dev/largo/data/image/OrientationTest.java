package dev.largo.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.data.Framing;
import dev.largo.data.ImageShape;
import dev.largo.data.TestSets;
import dev.largo.data.Window;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationTest {
  /** Pixels 1 to 6 in two rows of three, and how EXIF's figure of an F has them turn out. */
  @ParameterizedTest
  @CsvSource({
    "0, 3, 123456", "1, 3, 123456", "2, 3, 321654", "3, 3, 654321", "4, 3, 456123",
    "5, 2, 142536", "6, 2, 415263", "7, 2, 635241", "8, 2, 362514", "9, 3, 123456"
  })
  void turnsAPngAsItsTagSays(int tag, int width, String levels) throws IOException {
    RgbImage image = ImageDecoder.decode(png(tag, ByteOrder.BIG_ENDIAN), "x.png");

    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      seen.append(image.planes[i]);
    }
    assertEquals(width, image.width);
    assertEquals(levels, seen.toString());
  }

  @Test
  void readsBothByteOrders() throws IOException {
    assertArrayEquals(
        ImageDecoder.decode(png(6, ByteOrder.BIG_ENDIAN), "x").planes,
        ImageDecoder.decode(png(6, ByteOrder.LITTLE_ENDIAN), "x").planes);
  }

  /** A part of the picture is the same whether it is cut before it is turned or after. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void framesThePictureThatIsMeant(int tag) throws IOException {
    byte[] file = jpeg(Photographs.jpeg(97, 61, 3), tag);
    RgbImage whole = ImageDecoder.decode(file, "x.jpg");
    boolean turned = tag >= 5;
    assertEquals(
        turned ? new Dimension(61, 97) : new Dimension(97, 61),
        ImageDecoder.size(new ByteArrayInputStream(file), "x.jpg"));
    Framing framing = (width, height) -> new Window(5, 9, 41, 33, 30, 28, 3, 2);
    ImageShape shape = new ImageShape(3, 20, 24);
    byte[] expected = new byte[shape.values()];
    byte[] read = new byte[shape.values()];

    ImageScaler.scale(whole, framing.of(whole.width, whole.height), shape, expected);
    ImageDecoder.read(file, "x.jpg", framing, shape, read);

    // Weights are rounded towards one side, rows before columns: a level apart at most.
    for (int i = 0; i < read.length; i++) {
      assertEquals(expected[i] & 0xFF, read[i] & 0xFF, 1, "value " + i);
    }
  }

  private static byte[] png(int tag, ByteOrder order) throws IOException {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 6; i++) {
      image.setRGB(i % 3, i / 3, 0x010101 * (i + 1));
    }
    byte[] block = exif(tag, order);
    ByteBuffer chunk = ByteBuffer.allocate(12 + block.length);
    chunk.putInt(block.length).put("eXIf".getBytes(StandardCharsets.ISO_8859_1)).put(block);
    CRC32 check = new CRC32();
    check.update(chunk.array(), 4, 4 + block.length);
    chunk.putInt((int) check.getValue());
    // Behind the signature and the header chunk.
    return Photographs.with(TestSets.encoded(image, "png"), 8 + 25, chunk.array());
  }

  private static byte[] jpeg(byte[] file, int tag) throws IOException {
    byte[] block = exif(tag, ByteOrder.LITTLE_ENDIAN);
    ByteArrayOutputStream segment = new ByteArrayOutputStream();
    segment.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xE1, 0, (byte) (8 + block.length)});
    segment.writeBytes("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1));
    segment.writeBytes(block);
    return Photographs.with(file, 2, segment.toByteArray());
  }

  /** A TIFF block with one directory: some other tag, and the orientation. */
  private static byte[] exif(int tag, ByteOrder order) {
    ByteBuffer block = ByteBuffer.allocate(8 + 2 + 2 * 12 + 4).order(order);
    block.put(order == ByteOrder.BIG_ENDIAN ? new byte[] {'M', 'M'} : new byte[] {'I', 'I'});
    block.putShort((short) 42).putInt(8).putShort((short) 2);
    block.putShort((short) 0x0100).putShort((short) 3).putInt(1).putInt(0);
    block.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) tag);
    return block.array();
  }
}

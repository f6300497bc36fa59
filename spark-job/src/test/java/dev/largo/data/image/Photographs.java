package dev.largo.data.image;

import dev.largo.data.SplitMix64;
import dev.largo.data.TestSets;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures with soft shapes, edges and grain, and files made of them. */
final class Photographs {
  private Photographs() {}

  static BufferedImage picture(int width, int height, long seed) {
    return picture(width, height, seed, BufferedImage.TYPE_INT_RGB);
  }

  static BufferedImage picture(int width, int height, long seed, int type) {
    SplitMix64 random = new SplitMix64(seed);
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int soft = (int) (90 + 60 * Math.sin(x / 17.0 + seed) + 50 * Math.cos(y / 11.0));
        int edge = (x / 13 + y / 19) % 3 == 0 ? 40 : 0;
        int grain = random.nextInt(24);
        int red = level(soft + edge + grain);
        int green = level(soft - edge + grain);
        int blue = level(200 - soft + grain);
        image.setRGB(x, y, 0xFF000000 | red << 16 | green << 8 | blue);
      }
    }
    return image;
  }

  private static int level(int value) {
    return Math.max(0, Math.min(255, value));
  }

  static byte[] jpeg(BufferedImage image, boolean progressive, float quality) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(quality);
    param.setProgressiveMode(
        progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  static byte[] jpeg(int width, int height, long seed) throws IOException {
    return jpeg(picture(width, height, seed), false, 0.9f);
  }

  static byte[] png(int width, int height, long seed) throws IOException {
    return TestSets.encoded(picture(width, height, seed), "png");
  }

  /** The file with bytes put in at a place. */
  static byte[] with(byte[] file, int at, byte[] inserted) {
    byte[] longer = Arrays.copyOf(file, file.length + inserted.length);
    System.arraycopy(inserted, 0, longer, at, inserted.length);
    System.arraycopy(file, at, longer, at + inserted.length, file.length - at);
    return longer;
  }
}

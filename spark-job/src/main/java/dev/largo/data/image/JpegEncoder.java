package dev.largo.data.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes JPEG files with the JDK's ImageIO: baseline, half the chroma resolution. */
public final class JpegEncoder {
  private JpegEncoder() {}

  /**
   * Encodes an image.
   *
   * @param quality from 0, the smallest file, to 1
   */
  public static byte[] encode(BufferedImage image, float quality) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** Encodes decoded pixels. */
  public static byte[] encode(RgbImage image, float quality) throws IOException {
    BufferedImage copy = new BufferedImage(image.width, image.height, BufferedImage.TYPE_INT_RGB);
    int plane = image.width * image.height;
    int[] pixels = new int[plane];
    for (int i = 0; i < plane; i++) {
      pixels[i] =
          (image.planes[i] & 0xFF) << 16
              | (image.planes[plane + i] & 0xFF) << 8
              | (image.planes[2 * plane + i] & 0xFF);
    }
    copy.setRGB(0, 0, image.width, image.height, pixels, 0, image.width);
    return encode(copy, quality);
  }
}

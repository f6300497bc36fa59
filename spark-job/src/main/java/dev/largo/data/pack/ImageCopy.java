package dev.largo.data.pack;

import dev.largo.data.ImageShape;
import dev.largo.data.Window;
import dev.largo.data.image.ImageDecoder;
import dev.largo.data.image.ImageScaler;
import dev.largo.data.image.JpegEncoder;
import dev.largo.data.image.RgbImage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What of an image file goes into a shard: the file itself, or a smaller JPEG file.
 *
 * @param shorter what the shorter side of larger images is scaled to; null: none is
 * @param quality 1 to 100
 */
record ImageCopy(@Nullable Integer shorter, int quality) {
  /**
   * The bytes to store. An image that is small enough stays as it is.
   *
   * @throws dev.largo.data.DataException if the file is no image
   */
  byte[] of(byte[] file, String name) throws IOException {
    ImageDecoder.checkSignature(file, name);
    Integer side = shorter;
    if (side == null) {
      return file;
    }
    RgbImage image = ImageDecoder.decode(file, name);
    int least = Math.min(image.width, image.height);
    if (least <= side) {
      return file;
    }
    int width = scaled(image.width, side, least);
    int height = scaled(image.height, side, least);
    RgbImage small = new RgbImage(width, height);
    ImageScaler.scale(
        image,
        new Window(0, 0, image.width, image.height, width, height, 0, 0),
        new ImageShape(RgbImage.CHANNELS, height, width),
        small.planes);
    return JpegEncoder.encode(small, quality / 100f);
  }

  private static int scaled(int length, int side, int least) {
    return (int) ((long) side * length / least);
  }
}

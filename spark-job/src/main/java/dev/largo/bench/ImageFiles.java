package dev.largo.bench;

import dev.largo.data.SplitMix64;
import dev.largo.data.image.ImageDecoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Image files in memory: measured is what is done with them, not how they come there. */
public final class ImageFiles {
  private static final int WIDTH = 500;
  private static final int HEIGHT = 400;
  private static final float QUALITY = 0.92f;
  private static final int OCTAVES = 7;

  private ImageFiles() {}

  /**
   * Files of a folder, at any depth, evenly taken from all of them; those that no image begins like
   * are left out.
   *
   * @param most number of files
   */
  public static List<byte[]> of(Path folder, int most) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.filter(Files::isRegularFile).sorted().toList();
    }
    List<byte[]> files = new ArrayList<>();
    int count = Math.min(most, all.size());
    for (int i = 0; i < count; i++) {
      byte[] file = Files.readAllBytes(all.get((int) ((long) i * all.size() / count)));
      if (ImageDecoder.isImage(file)) {
        files.add(file);
      }
    }
    return files;
  }

  /** JPEG files of 500x400 pixels, as rough as photographs are: noise at every scale. */
  public static List<byte[]> generated(int count) throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(jpeg(picture(new SplitMix64(i))));
    }
    return files;
  }

  /** Mean width x height, and bytes. */
  public static String describe(List<byte[]> files) throws IOException {
    long width = 0;
    long height = 0;
    long bytes = 0;
    for (byte[] file : files) {
      var size = ImageDecoder.size(new ByteArrayInputStream(file), "image");
      width += size.width;
      height += size.height;
      bytes += file.length;
    }
    int n = files.size();
    return "%d files, on average %dx%d and %d KB"
        .formatted(n, width / n, height / n, bytes / n / 1000);
  }

  private static BufferedImage picture(SplitMix64 random) {
    float[][] channels = new float[3][WIDTH * HEIGHT];
    for (int octave = 0; octave < OCTAVES; octave++) {
      for (float[] channel : channels) {
        addNoise(channel, 1 << (OCTAVES - octave), random);
      }
    }
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      float luma = channels[0][i];
      int red = level(luma + channels[1][i] / 4);
      int green = level(luma);
      int blue = level(luma + channels[2][i] / 4);
      image.setRGB(i % WIDTH, i / WIDTH, red << 16 | green << 8 | blue);
    }
    return image;
  }

  /** Random levels on a grid, as strong as it is wide, with straight lines between. */
  private static void addNoise(float[] channel, int grid, SplitMix64 random) {
    int across = WIDTH / grid + 2;
    float[] knots = new float[across * (HEIGHT / grid + 2)];
    float strength = 12 * (float) Math.sqrt(grid);
    for (int i = 0; i < knots.length; i++) {
      knots[i] = strength * (float) random.nextDouble(-1, 1);
    }
    for (int y = 0; y < HEIGHT; y++) {
      float v = (float) (y % grid) / grid;
      for (int x = 0; x < WIDTH; x++) {
        float u = (float) (x % grid) / grid;
        int at = y / grid * across + x / grid;
        float above = knots[at] + u * (knots[at + 1] - knots[at]);
        float below = knots[at + across] + u * (knots[at + across + 1] - knots[at + across]);
        channel[y * WIDTH + x] += above + v * (below - above);
      }
    }
  }

  private static int level(float value) {
    return Math.max(0, Math.min(255, Math.round(128 + value)));
  }

  private static byte[] jpeg(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(QUALITY);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}

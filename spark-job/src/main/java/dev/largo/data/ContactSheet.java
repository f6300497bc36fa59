package dev.largo.data;

import java.awt.image.BufferedImage;
import java.io.IOException;

/**
 * Training samples as the network sees them: a column for each, the sample as it is on top, then
 * augmented as in the first epochs.
 */
public final class ContactSheet {
  private static final int GAP = 4;
  private static final int BACKGROUND = 0x202020;

  /** Tiny samples are shown larger, in whole multiples. */
  private static final int LEAST_SIDE = 64;

  private ContactSheet() {}

  /**
   * Draws a sheet.
   *
   * @param samples the columns
   * @param epochs rows below the first
   */
  public static BufferedImage draw(
      MicroBatchReader reader, Normalization normalization, int[] samples, int epochs)
      throws IOException {
    ImageShape shape = reader.shape();
    int zoom = Math.max(1, LEAST_SIDE / shape.width());
    int width = shape.width() * zoom + GAP;
    int height = shape.height() * zoom + GAP;
    BufferedImage sheet =
        new BufferedImage(
            samples.length * width + GAP, (epochs + 1) * height + GAP, BufferedImage.TYPE_INT_RGB);
    fill(sheet);
    MicroBatch batch = new MicroBatch(samples.length, shape);
    for (int row = 0; row <= epochs; row++) {
      if (row == 0) {
        reader.readPlain(samples, 0, samples.length, batch);
      } else {
        reader.readTraining(row - 1, samples, 0, samples.length, batch);
      }
      for (int i = 0; i < samples.length; i++) {
        put(batch, i, normalization, sheet, GAP + i * width, GAP + row * height, zoom);
      }
    }
    return sheet;
  }

  private static void fill(BufferedImage sheet) {
    for (int y = 0; y < sheet.getHeight(); y++) {
      for (int x = 0; x < sheet.getWidth(); x++) {
        sheet.setRGB(x, y, BACKGROUND);
      }
    }
  }

  private static void put(
      MicroBatch batch,
      int sample,
      Normalization normalization,
      BufferedImage sheet,
      int left,
      int top,
      int zoom) {
    ImageShape shape = batch.shape();
    for (int y = 0; y < shape.height() * zoom; y++) {
      for (int x = 0; x < shape.width() * zoom; x++) {
        int at = y / zoom * shape.width() + x / zoom;
        int color = 0;
        for (int c = 0; c < 3; c++) {
          color =
              color << 8
                  | level(batch, sample, at, Math.min(c, shape.channels() - 1), normalization);
        }
        sheet.setRGB(left + x, top + y, color);
      }
    }
  }

  /** A normalized value as the pixel that it was. */
  private static int level(
      MicroBatch batch, int sample, int at, int channel, Normalization normalization) {
    ImageShape shape = batch.shape();
    int plane = shape.height() * shape.width();
    float value = batch.features()[sample * shape.values() + channel * plane + at];
    double pixel = value * normalization.std().get(channel) + normalization.mean().get(channel);
    return (int) Math.max(0, Math.min(255, Math.rint(pixel)));
  }
}

package dev.largo.data.synthetic;

import dev.largo.data.SplitMix64;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;

/**
 * Paints one image of the synthetic set: a background gradient, distractor marks, the figure of the
 * class, more marks, noise.
 *
 * <p>Figure and background get their colours from one distribution that does not change when the
 * two are exchanged. So neither the mean colour of an image nor the value of any one pixel tells
 * the class, whatever area its figure covers: only the arrangement of the pixels does.
 */
final class SyntheticPainter {
  private static final int CHANNELS = 3;

  private final int side;
  private final double unit;

  /** A painter of images of side x side pixels. */
  SyntheticPainter(int side) {
    this.side = side;
    this.unit = side / SyntheticDifficulty.REFERENCE_SIDE;
  }

  /** The image of a class that a stream of random numbers decides. */
  BufferedImage paint(SyntheticClass kind, SplitMix64 random) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      double[] figure = color(random);
      double[] background = color(random);
      while (Math.abs(brightness(figure) - brightness(background))
          < SyntheticDifficulty.LEAST_CONTRAST) {
        figure = color(random);
        background = color(random);
      }
      paintBackground(graphics, background, random);
      paintMarks(graphics, random.nextInt(SyntheticDifficulty.MOST_MARKS_UNDER + 1), random);
      paintFigure(graphics, kind, figure, random);
      paintMarks(graphics, random.nextInt(SyntheticDifficulty.MOST_MARKS_OVER + 1), random);
    } finally {
      graphics.dispose();
    }
    addNoise(image.getRaster(), random);
    return image;
  }

  private void paintBackground(Graphics2D graphics, double[] color, SplitMix64 random) {
    double most = SyntheticDifficulty.MOST_GRADIENT;
    double[] begin = new double[CHANNELS];
    double[] end = new double[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      double change = random.nextDouble(-most, most);
      begin[c] = color[c] - change;
      end[c] = color[c] + change;
    }
    double angle = random.nextDouble(0, 2 * Math.PI);
    float half = side / 2f;
    float dx = (float) (half * StrictMath.cos(angle));
    float dy = (float) (half * StrictMath.sin(angle));
    graphics.setPaint(
        new GradientPaint(
            half - dx, half - dy, toColor(begin), half + dx, half + dy, toColor(end)));
    graphics.fillRect(0, 0, side, side);
  }

  private void paintFigure(
      Graphics2D graphics, SyntheticClass kind, double[] color, SplitMix64 random) {
    double radius =
        unit * random.nextDouble(SyntheticDifficulty.LEAST_RADIUS, SyntheticDifficulty.MOST_RADIUS);
    double distance = SyntheticDifficulty.EDGE_DISTANCE * radius;
    AffineTransform before = graphics.getTransform();
    graphics.translate(
        random.nextDouble(distance, side - distance), random.nextDouble(distance, side - distance));
    graphics.rotate(random.nextDouble(0, 2 * Math.PI));
    double stretch = Math.sqrt(random.nextDouble(1, SyntheticDifficulty.MOST_STRETCH));
    graphics.scale(radius * stretch, radius / stretch);
    graphics.rotate(random.nextDouble(0, 2 * Math.PI));
    graphics.setPaint(toColor(color));
    kind.draw(graphics, random);
    graphics.setTransform(before);
  }

  private void paintMarks(Graphics2D graphics, int count, SplitMix64 random) {
    for (int i = 0; i < count; i++) {
      double length =
          unit * random.nextDouble(SyntheticDifficulty.LEAST_MARK, SyntheticDifficulty.MOST_MARK);
      double x = random.nextDouble(0, side);
      double y = random.nextDouble(0, side);
      double angle = random.nextDouble(0, 2 * Math.PI);
      graphics.setPaint(toColor(color(random)));
      graphics.setStroke(new BasicStroke((float) (unit * random.nextDouble(1, 3))));
      switch (random.nextInt(3)) {
        case 0 ->
            graphics.draw(
                new Line2D.Double(
                    x, y, x + length * StrictMath.cos(angle), y + length * StrictMath.sin(angle)));
        case 1 ->
            graphics.draw(
                new Arc2D.Double(
                    x, y, length, length, StrictMath.toDegrees(angle), 150, Arc2D.OPEN));
        default -> graphics.fill(new Ellipse2D.Double(x, y, length / 3, length / 3));
      }
    }
  }

  private static void addNoise(WritableRaster raster, SplitMix64 random) {
    double deviation =
        random.nextDouble(SyntheticDifficulty.LEAST_NOISE, SyntheticDifficulty.MOST_NOISE);
    int[] row = new int[CHANNELS * raster.getWidth()];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, raster.getWidth(), 1, row);
      for (int i = 0; i < row.length; i++) {
        row[i] = clamp(row[i] + deviation * random.nextNoise());
      }
      raster.setPixels(0, y, raster.getWidth(), 1, row);
    }
  }

  private static double[] color(SplitMix64 random) {
    double[] color = new double[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      color[c] = random.nextDouble(SyntheticDifficulty.DARKEST, SyntheticDifficulty.BRIGHTEST);
    }
    return color;
  }

  private static double brightness(double[] color) {
    return (color[0] + color[1] + color[2]) / CHANNELS;
  }

  private static Color toColor(double[] color) {
    return new Color(clamp(color[0]), clamp(color[1]), clamp(color[2]));
  }

  private static int clamp(double level) {
    return (int) Math.max(0, Math.min(255, Math.rint(level)));
  }
}

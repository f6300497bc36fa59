package dev.largo.report.weights;

import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * The filters of a network's first layer side by side, a pixel a weight.
 *
 * @param filters how many there are
 * @param image transparent between the filters
 */
public record FirstFilters(long step, String layer, int filters, BufferedImage image) {
  private static final int MOST_FILTERS = 256;
  private static final int GAP = 1;
  private static final double LONG_SIDE = 2;
  private static final int WHITE = 255;
  private static final int GREY = 1;
  private static final int COLOR = 3;

  /**
   * Those of a flat parameter vector; nothing where the first layer is no convolution of one or
   * three channels.
   */
  public static Optional<FirstFilters> of(long step, float[] parameters, ParameterLayout layout) {
    Optional<Segment> first =
        layout.segments().stream().filter(s -> s.role() == Role.WEIGHT).findFirst();
    return first
        .filter(segment -> segment.shape().size() == 4)
        .filter(segment -> List.of(GREY, COLOR).contains(segment.shape().get(1)))
        .filter(segment -> segment.shape().get(2) > 1)
        .map(
            segment ->
                new FirstFilters(
                    step,
                    segment.name(),
                    Math.min(MOST_FILTERS, segment.shape().get(0)),
                    draw(parameters, segment)));
  }

  /** Weights are [filter, channel, row, column]; each filter has its own black and white. */
  private static BufferedImage draw(float[] parameters, Segment segment) {
    int filters = Math.min(MOST_FILTERS, segment.shape().get(0));
    int channels = segment.shape().get(1);
    int height = segment.shape().get(2);
    int width = segment.shape().get(3);
    int columns = Math.min(filters, (int) Math.ceil(Math.sqrt(LONG_SIDE * filters)));
    int rows = (filters + columns - 1) / columns;
    BufferedImage image =
        new BufferedImage(
            columns * (width + GAP) - GAP,
            rows * (height + GAP) - GAP,
            BufferedImage.TYPE_INT_ARGB);
    int plane = height * width;
    for (int filter = 0; filter < filters; filter++) {
      int from = segment.offset() + filter * channels * plane;
      float[] weights = Arrays.copyOfRange(parameters, from, from + channels * plane);
      float[] sorted = weights.clone();
      Arrays.sort(sorted);
      int left = filter % columns * (width + GAP);
      int top = filter / columns * (height + GAP);
      for (int pixel = 0; pixel < plane; pixel++) {
        int color = WHITE;
        for (int channel = 0; channel < COLOR; channel++) {
          float weight = weights[channels == GREY ? pixel : channel * plane + pixel];
          color = color << 8 | shade(weight, sorted[0], sorted[sorted.length - 1]);
        }
        image.setRGB(left + pixel % width, top + pixel / width, color);
      }
    }
    return image;
  }

  private static int shade(float weight, float least, float most) {
    return most > least ? Math.round(WHITE * (weight - least) / (most - least)) : WHITE / 2;
  }

  /** The picture as a PNG file. */
  public byte[] png() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}

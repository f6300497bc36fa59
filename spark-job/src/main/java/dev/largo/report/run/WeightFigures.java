package dev.largo.report.run;

import dev.largo.report.page.Block;
import dev.largo.report.page.Chart;
import dev.largo.report.weights.FirstFilters;
import dev.largo.report.weights.WeightHistogram;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The figures of the kept checkpoints' weights. */
final class WeightFigures {
  private static final int HEIGHT = 230;
  private static final int PICTURE_WIDTH = 480;
  private static final int LARGEST_PIXEL = 12;

  private WeightFigures() {}

  /** Filters and histograms, as far as there are any. */
  static List<Block> of(KeptWeights weights) throws IOException {
    List<Block> row = new ArrayList<>();
    FirstFilters filters = weights.filters();
    if (filters != null) {
      row.add(picture(filters));
    }
    weights.histograms().forEach((layer, all) -> row.add(histograms(layer, all)));
    return row.isEmpty() ? List.of() : List.of(new Block.Row(row));
  }

  private static Block picture(FirstFilters filters) throws IOException {
    int width = filters.image().getWidth();
    int pixel = Math.max(1, Math.min(LARGEST_PIXEL, PICTURE_WIDTH / width));
    return new Block.Picture(
        "Filters of the first layer",
        "%d filters of %s at step %d, the darkest and the brightest weight of each as black and white."
            .formatted(filters.filters(), filters.layer(), filters.step()),
        Base64.getEncoder().encodeToString(filters.png()),
        width * pixel,
        filters.image().getHeight() * pixel);
  }

  private static Block histograms(String layer, List<WeightHistogram> all) {
    Chart chart = Chart.ofLines().numbers("xAxis", "weight").numbers("yAxis", "density");
    for (WeightHistogram histogram : all) {
      chart.curve("step " + histogram.step(), histogram.density());
    }
    return chart.figure("Weights of " + layer, "", HEIGHT);
  }
}

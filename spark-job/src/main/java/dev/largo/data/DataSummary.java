package dev.largo.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a person should know of a set before training on it.
 *
 * @param counts samples by class
 * @param looked samples that were read for the figures below
 * @param shorterSides how many of them by the power of two that their stored shorter side reaches
 * @param bad those that cannot be read
 */
public record DataSummary(
    List<Integer> counts,
    int looked,
    SortedMap<Integer, Integer> shorterSides,
    List<BadSample> bad) {
  private static final int CHUNK = 16;

  /**
   * Looks at a set, on all cores.
   *
   * @param most samples that are read, spread evenly; labels are counted of all
   * @param scaled whether images are scaled, so that they may be of any size
   */
  public static DataSummary of(SampleSource source, int most, boolean scaled) throws IOException {
    int[] counts = new int[source.classNames().size()];
    for (int i = 0; i < source.size(); i++) {
      counts[source.label(i)]++;
    }
    int looked = Math.min(source.size(), most);
    @Nullable BadSample[] bad = new BadSample[looked];
    int[] sides = new int[looked];
    boolean[] fits = new boolean[looked];
    ImageShape shape = source.shape();
    Parallel.forChunks(
        looked,
        CHUNK,
        Parallel.processors(),
        (from, to) -> {
          byte[] pixels = new byte[source.shape().values()];
          for (int i = from; i < to; i++) {
            int sample = (int) ((long) i * source.size() / looked);
            int number = i;
            try {
              // Framings are told the stored size, and decide nothing here but the whole.
              int unused =
                  source.read(
                      sample,
                      (width, height) -> {
                        sides[number] = Math.min(width, height);
                        fits[number] = width == shape.width() && height == shape.height();
                        return whole(width, height, source.shape());
                      },
                      pixels);
              if (!scaled && !fits[i]) {
                bad[i] =
                    new BadSample(source.name(sample), ofOtherSize(source.name(sample), shape));
              }
            } catch (DataException e) {
              bad[i] = new BadSample(source.name(sample), String.valueOf(e.getMessage()));
            }
          }
        });
    SortedMap<Integer, Integer> shorter = new TreeMap<>();
    List<BadSample> found = new ArrayList<>();
    for (int i = 0; i < looked; i++) {
      if (sides[i] > 0) {
        shorter.merge(Integer.highestOneBit(sides[i]), 1, Integer::sum);
      }
      if (bad[i] != null) {
        found.add(bad[i]);
      }
    }
    return new DataSummary(Arrays.stream(counts).boxed().toList(), looked, shorter, found);
  }

  private static String ofOtherSize(String name, ImageShape shape) {
    return "%s: is not %dx%d pixels like the first image; set data.image-size to scale images to one size"
        .formatted(name, shape.width(), shape.height());
  }

  private static Window whole(int width, int height, ImageShape shape) {
    return new Window(0, 0, width, height, shape.width(), shape.height(), 0, 0);
  }

  /** Samples of the largest class for one of the smallest; infinite where a class has none. */
  public double imbalance() {
    int least = counts.stream().mapToInt(count -> count).min().orElse(0);
    int most = counts.stream().mapToInt(count -> count).max().orElse(0);
    return (double) most / least;
  }
}

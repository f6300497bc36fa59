package dev.largo.data;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;

/**
 * Per-channel constants; a pixel p in [0, 255] becomes (p - mean) / std.
 *
 * @param mean one value a channel, in [0, 255]
 * @param std one value a channel, above 0, same unit
 */
public record Normalization(List<Double> mean, List<Double> std) implements Serializable {
  public Normalization {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.isEmpty() || mean.size() != std.size() || std.stream().anyMatch(s -> !(s > 0))) {
      throw new IllegalArgumentException("normalization mean=" + mean + ", std=" + std);
    }
  }

  /** One that changes nothing. */
  public static Normalization none(int channels) {
    return new Normalization(
        Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 1.0));
  }
}

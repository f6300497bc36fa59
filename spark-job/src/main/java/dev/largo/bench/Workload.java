package dev.largo.bench;

import dev.largo.data.ImageShape;

/**
 * A network and what it is fed with.
 *
 * @param samples of a micro-batch
 */
public record Workload(String network, ImageShape shape, int classes, int samples) {

  /** The built-in networks at the sizes that papers and peers report. */
  public static Workload of(String network) {
    return switch (network) {
      case "lenet" -> new Workload(network, new ImageShape(1, 28, 28), 10, 64);
      case "resnet-20" -> new Workload(network, new ImageShape(3, 32, 32), 10, 64);
      case "resnet-18" -> new Workload(network, new ImageShape(3, 64, 64), 200, 32);
      case "resnet-50" -> new Workload(network, new ImageShape(3, 224, 224), 1000, 8);
      default ->
          throw new IllegalArgumentException(
              "no network is called "
                  + network
                  + "; the names are lenet, resnet-20, resnet-18,"
                  + " resnet-50");
    };
  }

  @Override
  public String toString() {
    return "%s, %dx%d, micro-batch %d".formatted(network, shape.height(), shape.width(), samples);
  }
}

package dev.largo.compare;

import java.util.List;

/**
 * Why one model is better than another: the loss around them, and how far training moves.
 *
 * @param surfaces lines and planes that were asked for
 * @param sharpness of the weights that were asked for
 * @param drifts between each two checkpoints of each run
 */
public record Landscape(
    List<Surface> surfaces, List<MeasuredSharpness> sharpness, List<Drift> drifts) {
  public Landscape {
    surfaces = List.copyOf(surfaces);
    sharpness = List.copyOf(sharpness);
    drifts = List.copyOf(drifts);
  }
}

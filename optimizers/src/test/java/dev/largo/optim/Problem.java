package dev.largo.optim;

import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.layout.Slice;
import dev.largo.optim.transform.GradientTransform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A seeded problem over several tiles, with segments shorter and longer than one. */
final class Problem {
  private static final int[] LENGTHS = {
    100, 2 * Slice.TILE + 17, 32, 32, 32, 1, Slice.TILE, 7000, 3
  };
  // Rows shorter and longer than a tile, the second segment's all across a tile's end.
  private static final int[] ROWS = {4, 1, 32, 32, 32, 1, 8, 5, 3};
  private static final Role[] ROLES = {
    Role.WEIGHT,
    Role.WEIGHT,
    Role.NORM_SCALE,
    Role.NORM_SHIFT,
    Role.RUNNING_STATISTIC,
    Role.BIAS,
    Role.WEIGHT,
    Role.WEIGHT,
    Role.BIAS
  };

  private final ParameterLayout layout;
  private final long seed;

  Problem(long seed) {
    this.seed = seed;
    List<Segment> segments = new ArrayList<>();
    int offset = 0;
    for (int s = 0; s < LENGTHS.length; s++) {
      segments.add(
          new Segment(
              "s" + s,
              "layer" + s,
              ROLES[s],
              offset,
              LENGTHS[s],
              List.of(ROWS[s], LENGTHS[s] / ROWS[s]),
              ROWS[s]));
      offset += LENGTHS[s];
    }
    layout = new ParameterLayout(segments);
  }

  ParameterLayout layout() {
    return layout;
  }

  Segment segment(String name) {
    return layout.segments().stream().filter(s -> s.name().equals(name)).findAny().orElseThrow();
  }

  float[] initial() {
    return random(0);
  }

  /** The whole gradient of a step, from 1. */
  float[] gradient(long step) {
    return random(step);
  }

  float[] gradient(long step, Slice slice) {
    return Arrays.copyOfRange(gradient(step), slice.from(), slice.to());
  }

  Optimizer optimizer(GradientTransform chain) {
    return new Optimizer(chain, layout, Slice.whole(layout));
  }

  private float[] random(long stream) {
    SplittableRandom random = new SplittableRandom(seed * 1000 + stream);
    float[] values = new float[layout.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}

package dev.largo.optim.bench;

import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import java.util.ArrayList;
import java.util.List;

/** The trainable parameters of ResNet-50: 25,557,032 in 161 segments. */
final class ResNet50 {
  private static final int[] BLOCKS = {3, 4, 6, 3};
  private static final int EXPANSION = 4;

  private final List<Segment> segments = new ArrayList<>();
  private int offset;

  private ResNet50() {}

  static ParameterLayout layout() {
    ResNet50 net = new ResNet50();
    net.convolution("stem", 3, 64, 7);
    int in = 64;
    for (int stage = 0; stage < BLOCKS.length; stage++) {
      int width = 64 << stage;
      for (int block = 0; block < BLOCKS[stage]; block++) {
        String name = "stage" + stage + "-block" + block;
        net.convolution(name + "-a", in, width, 1);
        net.convolution(name + "-b", width, width, 3);
        net.convolution(name + "-c", width, EXPANSION * width, 1);
        if (block == 0) {
          net.convolution(name + "-shortcut", in, EXPANSION * width, 1);
        }
        in = EXPANSION * width;
      }
    }
    net.add("fc.W", "fc", Role.WEIGHT, List.of(1000, in));
    net.add("fc.b", "fc", Role.BIAS, List.of(1000));
    return new ParameterLayout(net.segments);
  }

  private void convolution(String name, int in, int out, int kernel) {
    add(name + ".W", name, Role.WEIGHT, List.of(out, in, kernel, kernel));
    add(name + "-bn.gamma", name + "-bn", Role.NORM_SCALE, List.of(out));
    add(name + "-bn.beta", name + "-bn", Role.NORM_SHIFT, List.of(out));
  }

  private void add(String name, String layer, Role role, List<Integer> shape) {
    int length = shape.stream().reduce(1, (a, b) -> a * b);
    segments.add(new Segment(name, layer, role, offset, length, shape));
    offset += length;
  }
}

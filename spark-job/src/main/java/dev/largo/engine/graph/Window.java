package dev.largo.engine.graph;

/** How the window of a convolution or a pooling moves over an image: each part by direction. */
public record Window(Axis vertical, Axis horizontal) {

  /**
   * One direction.
   *
   * @param kernel places of the window
   * @param stride places it moves by
   * @param dilation distance of neighbouring places of the window, 1 for a dense one
   * @param before padding in front of the image
   * @param after padding behind it
   */
  public record Axis(int kernel, int stride, int dilation, int before, int after) {

    /** Explicit padding, the same on both sides; the last places may stay unused. */
    static Axis explicit(int kernel, int stride, int dilation, int padding) {
      return new Axis(kernel, stride, dilation, padding, padding);
    }

    /** As much padding as makes the output ceil(side / stride) long; an odd one ends behind. */
    static Axis same(int kernel, int stride, int dilation, int side) {
      int length = (side + stride - 1) / stride;
      int reach = (kernel - 1) * dilation + 1;
      int padding = Math.max(0, (length - 1) * stride + reach - side);
      return new Axis(kernel, stride, dilation, padding / 2, padding - padding / 2);
    }

    /** Length of the output. */
    int output(int side) {
      return (side + before + after - (kernel - 1) * dilation - 1) / stride + 1;
    }
  }

  Shape output(Shape input, int channels) {
    return new Shape(channels, vertical.output(input.height()), horizontal.output(input.width()));
  }

  /** A window that sees the whole image at once. */
  static Window whole(Shape input) {
    return new Window(
        Axis.explicit(input.height(), 1, 1, 0), Axis.explicit(input.width(), 1, 1, 0));
  }
}

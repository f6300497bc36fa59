package dev.largo.engine.onednn;

import dev.largo.engine.graph.Window;
import java.util.function.ToLongFunction;

/** A window as oneDNN's descriptions take it: pairs of a vertical and a horizontal number. */
final class WindowArguments {
  final long[] kernel;
  final long[] strides;
  final long[] dilations;
  final long[] before;
  final long[] after;

  WindowArguments(Window window) {
    kernel = pair(window, Window.Axis::kernel);
    strides = pair(window, Window.Axis::stride);
    // oneDNN counts the places between, where a dense window has none.
    dilations = pair(window, axis -> axis.dilation() - 1L);
    before = pair(window, Window.Axis::before);
    after = pair(window, Window.Axis::after);
  }

  private static long[] pair(Window window, ToLongFunction<Window.Axis> number) {
    return new long[] {
      number.applyAsLong(window.vertical()), number.applyAsLong(window.horizontal())
    };
  }
}

package dev.largo.train;

import dev.largo.collective.HalfRounding;
import dev.largo.optim.layout.Slice;
import java.util.function.Function;

/** The parameters of a slice as they are, beside a whole vector that holds their halves. */
final class ExactSlice {
  private final Slice slice;
  private final float[] values;

  /**
   * Copies the slice of a whole vector, and rounds that vector.
   *
   * @throws IllegalArgumentException if a parameter is beyond all halves
   */
  ExactSlice(Slice slice, float[] parameters) {
    this.slice = slice;
    values = new float[slice.length()];
    System.arraycopy(parameters, slice.from(), values, 0, values.length);
    int beyond = HalfRounding.round(parameters, 0, parameters.length);
    if (beyond > 0) {
      throw new IllegalArgumentException(
          beyond + " of the first parameters do not fit fp16; aggregation.wire = fp32 holds them");
    }
  }

  /** {@code float[slice.length()]}; live. */
  float[] values() {
    return values;
  }

  void copyTo(float[] vector) {
    System.arraycopy(values, 0, vector, slice.from(), values.length);
  }

  /** Has the exact values updated in their place in the rounded vector, which is rounded after. */
  <T> T update(float[] rounded, Function<float[], T> update) {
    copyTo(rounded);
    try {
      return update.apply(rounded);
    } finally {
      System.arraycopy(rounded, slice.from(), values, 0, values.length);
      HalfRounding.round(rounded, slice.from(), slice.to());
    }
  }
}

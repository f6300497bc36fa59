package dev.largo.engine.onednn;

import java.nio.FloatBuffer;

/** Rounds float32 values to those that a shorter format has. */
enum Rounding {
  NONE {
    @Override
    float round(float value) {
      return value;
    }
  };

  abstract float round(float value);

  /** Rounds all elements in place. */
  void apply(FloatBuffer values) {
    for (int i = 0; i < values.limit(); i++) {
      values.put(i, round(values.get(i)));
    }
  }
}

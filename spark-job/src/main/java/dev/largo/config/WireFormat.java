package dev.largo.config;

/** Number format in which sums of gradients, and parameters, travel. */
public enum WireFormat {
  FP32,
  /** IEEE half: 11 bits of significand, up to 65504. */
  FP16;

  /** Bytes of a number. */
  public int bytes() {
    return this == FP32 ? Float.BYTES : Short.BYTES;
  }
}

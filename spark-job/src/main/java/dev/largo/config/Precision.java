package dev.largo.config;

/** Number format of activations, weights and their gradients; parameters are kept in float32. */
public enum Precision {
  FP32,
  /** float32 with 8 bits of significand. */
  BF16,
  /** IEEE half: 11 bits of significand, up to 65504. */
  FP16
}

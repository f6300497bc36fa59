package dev.largo.config;

/**
 * How gradients are computed.
 *
 * @param threads OpenMP threads of each worker; part of what makes two runs bit-identical
 * @param emulate whether a precision that the hardware does not compute in is rounded to
 */
public record EngineConfig(
    EngineKind kind, int threads, Precision precision, boolean emulate, LossScaleConfig lossScale) {
  /** For networks that are only asked: in float32, with whatever computes them. */
  public EngineConfig forTeachers() {
    EngineKind own = kind == EngineKind.DL4J ? kind : EngineKind.AUTO;
    return new EngineConfig(own, threads, Precision.FP32, false, lossScale);
  }

  /** Whether the loss is scaled, since gradients are held in fewer bits than float32 has. */
  public boolean isMixed() {
    return precision != Precision.FP32;
  }
}

package dev.largo.optim.transform;

/** Whether moments that began at zero are divided by 1 - beta^t, t being the step from 1. */
public enum BiasCorrection {
  /** As in Adam's and LAMB's papers. */
  ON,
  /** As in some public implementations of LAMB. */
  OFF;

  /** What a moment of that decay rate is divided by. In float64: 1 - beta is not exact in less. */
  double divisor(double beta, long step) {
    return this == ON ? 1 - StrictMath.pow(beta, (double) step) : 1;
  }
}

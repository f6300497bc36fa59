package dev.largo.engine.device;

/** A version of CUDA. */
record CudaVersion(int major, int minor) {
  /** From CUDA's own number, 11060 for 11.6; 0 where there is none. */
  static CudaVersion ofNumber(int number) {
    return new CudaVersion(number / 1000, number % 1000 / 10);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}

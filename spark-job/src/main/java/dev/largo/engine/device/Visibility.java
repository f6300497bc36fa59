package dev.largo.engine.device;

/** What CUDA shows to this process. */
interface Visibility {
  /**
   * Makes it one GPU, or one instance of one, which is number 0 from now on; in vain once CUDA has
   * been called.
   */
  void showOnly(String uuid);
}

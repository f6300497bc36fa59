package dev.largo.engine.device;

import com.sun.jna.Native;

/** {@link Visibility} by this process's own environment variable, which Java alone cannot set. */
final class ProcessVisibility implements Visibility {
  private static final String VARIABLE = "CUDA_VISIBLE_DEVICES";

  /** Of the C library. */
  interface Environment extends com.sun.jna.Library {
    int setenv(String name, String value, int overwrite);
  }

  @Override
  public void showOnly(String uuid) {
    Environment environment = Native.load("c", Environment.class);
    if (environment.setenv(VARIABLE, uuid, 1) != 0) {
      throw new DeviceException(VARIABLE + ": cannot be set to " + uuid + " in this process");
    }
  }
}

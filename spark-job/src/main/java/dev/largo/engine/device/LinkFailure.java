package dev.largo.engine.device;

import org.jspecify.annotations.Nullable;

/** Tells why CUDA's libraries did not load. */
final class LinkFailure {
  static final String NO_DRIVER =
      "no NVIDIA driver on this host; install one for CUDA 11 or later, or use a build without the profile cuda";

  /** It comes with the driver; all else is in the jar. */
  private static final String DRIVERS_LIBRARY = "libcuda.so";

  private LinkFailure() {}

  /** What to tell the user; the innermost cause says which library is missing. */
  static DeviceException explain(LinkageError failure) {
    Throwable innermost = failure;
    @Nullable Throwable cause = failure.getCause();
    while (cause != null) {
      innermost = cause;
      cause = cause.getCause();
    }
    String reason = String.valueOf(innermost.getMessage());
    return new DeviceException(
        reason.contains(DRIVERS_LIBRARY)
            ? NO_DRIVER
            : "CUDA's libraries do not load (%s); build with mvn -Pcuda package, for linux-x86_64"
                .formatted(reason),
        failure);
  }
}

package dev.largo.engine.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

final class LinkFailureTest {
  @Test
  void driverIsMissingWhereItsLibraryIs() {
    LinkageError failure = new UnsatisfiedLinkError("no jnicudart in java.library.path: /lib");
    failure.initCause(
        new UnsatisfiedLinkError(
            "libjnicudart.so: libcuda.so.1: cannot open shared object file: No such file"));
    DeviceException explained = LinkFailure.explain(failure);
    assertEquals(
        "no NVIDIA driver on this host; install one for CUDA 11 or later, or use a build without"
            + " the profile cuda",
        explained.getMessage());
    assertSame(failure, explained.getCause());
  }

  @Test
  void namesAnyOtherLibrary() {
    assertEquals(
        "CUDA's libraries do not load (no jnicudart in java.library.path: /lib); build with mvn"
            + " -Pcuda package, for linux-x86_64",
        LinkFailure.explain(new UnsatisfiedLinkError("no jnicudart in java.library.path: /lib"))
            .getMessage());
  }
}

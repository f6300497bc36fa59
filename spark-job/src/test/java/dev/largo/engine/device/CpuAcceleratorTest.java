package dev.largo.engine.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.largo.model.CudaBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CpuAcceleratorTest {
  private final List<String> warnings = new ArrayList<>();
  private final Accelerator accelerator = new CpuAccelerator(warnings::add);

  @Test
  void warnsOnceOfEachIdleGpu() {
    accelerator.bind(gpu("1"), 0);
    accelerator.bind(gpu("0"), 1);
    accelerator.bind(gpu("1"), 2);
    assertEquals(
        List.of(
            "Spark assigned GPU 1 to rank 0, but this build computes on the CPU; build with mvn -Pcuda package",
            "Spark assigned GPU 0 to rank 1, but this build computes on the CPU; build with mvn -Pcuda package"),
        warnings);
  }

  @Test
  void saysNothingWithoutOne() {
    accelerator.check();
    accelerator.bind(Optional.empty(), 0);
    assertEquals(List.of(), warnings);
  }

  @Test
  void isThatOfThisBuild() {
    assertFalse(CudaBackend.isPresent());
    assertEquals(CpuAccelerator.class, Accelerator.ofBuild().getClass());
  }

  private static Optional<GpuAddress> gpu(String address) {
    return Optional.of(new GpuAddress(address));
  }
}

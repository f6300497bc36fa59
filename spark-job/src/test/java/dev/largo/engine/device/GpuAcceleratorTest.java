package dev.largo.engine.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class GpuAcceleratorTest {
  /** Java reads the variables that its process had at the start. */
  interface CLibrary extends Library {
    String getenv(String name);
  }

  private final RecordedControl control = new RecordedControl();
  private final List<String> shown = new ArrayList<>();
  private final List<String> log = new ArrayList<>();

  @Test
  void takesTheGpuThatSparkAssigned() {
    on(FakeGpus.of("8.0", "8.6")).bind(gpu("1"), 0);
    assertEquals(List.of("select 1", "limit 1 to 7680 MiB"), control.calls);
  }

  @Test
  void aUuidIsShownToTheProcessAndIsThenItsOnlyGpu() {
    Accelerator accelerator = on(FakeGpus.of("8.0"));
    accelerator.bind(gpu("MIG-c6d4"), 3);
    accelerator.bind(gpu("MIG-c6d4"), 4);
    assertEquals(List.of("MIG-c6d4"), shown);
    assertEquals(List.of("select 0", "limit 0 to 7680 MiB", "select 0"), control.calls);
  }

  @Test
  void refusesASecondUuidInAProcess() {
    Accelerator accelerator = on(FakeGpus.of("8.0"));
    accelerator.bind(gpu("MIG-a"), 0);
    assertEquals(
        "GPU MIG-b: another worker of this process computes on MIG-a, and by UUID a process has"
            + " one; set spark.executor.resource.gpu.amount to 1",
        refusal(() -> accelerator.bind(gpu("MIG-b"), 1)));
    assertEquals(List.of("MIG-a"), shown);
  }

  @Test
  void theEnvironmentOfThisProcessCanBeSet() {
    new ProcessVisibility().showOnly("GPU-0");

    assertEquals("GPU-0", Native.load("c", CLibrary.class).getenv("CUDA_VISIBLE_DEVICES"));
  }

  @Test
  void saysWhatItIsInOneLine() {
    on(FakeGpus.of("8.0", "8.6")).bind(gpu("1"), 3);
    assertEquals(
        List.of(
            "rank 3: GPU 1, Test GPU, compute capability 8.6, 24.0 GiB; CUDA 11.6, driver for CUDA 12.4"),
        log);
  }

  @Test
  void ranksTakeTurnsWhereSparkAssignsNone() {
    Accelerator accelerator = on(FakeGpus.of("8.0", "8.0"));
    for (int rank = 0; rank < 3; rank++) {
      accelerator.bind(Optional.empty(), rank);
    }
    assertEquals(
        List.of("select 0", "select 1", "select 0"),
        control.calls.stream().filter(call -> call.startsWith("select")).toList());
  }

  @Test
  void limitsTheMemoryOfAGpuOnceAProcess() {
    Accelerator accelerator = on(FakeGpus.of("8.0"));
    accelerator.bind(gpu("0"), 0);
    accelerator.bind(gpu("0"), 1);
    assertEquals(List.of("select 0", "limit 0 to 7680 MiB", "select 0"), control.calls);
  }

  @Test
  void refusesAGpuThatNd4jHasNoCodeForBeforeItIsTouched() {
    Accelerator accelerator = on(FakeGpus.of("8.0", "9.0"));
    assertEquals(
        "GPU 1, Test GPU, compute capability 9.0, 24.0 GiB: ND4J 1.0.0-M2.1 has code for"
            + " 3.7, 5.0, 5.2, 6.0, 6.1, 7.0, 7.5, 8.0, 8.6, and none that it runs; use one of"
            + " compute capability 3.7 or 5.0 to 8.9, or a build without the profile cuda",
        refusal(() -> accelerator.bind(gpu("1"), 0)));
    assertEquals(List.of(), control.calls);
    assertEquals(List.of(), log);
  }

  @Test
  void checksTheFirstGpuWhichTheDriverComputesOn() {
    on(FakeGpus.of("8.9", "9.0")).check();
    refusal(() -> on(FakeGpus.of("9.0", "8.9")).check());
    assertEquals(List.of(), control.calls);
  }

  @Test
  void refusesAnAddressThatIsNotThere() {
    assertEquals(
        "GPU 2: CUDA shows this process 2, with addresses from 0 to 1; check"
            + " CUDA_VISIBLE_DEVICES and Spark's discovery script",
        refusal(() -> on(FakeGpus.of("8.0", "8.0")).bind(gpu("2"), 0)));
  }

  @Test
  void refusesAHostWithoutGpu() {
    assertEquals(
        "CUDA shows this process no GPU; check CUDA_VISIBLE_DEVICES, or use a build without the"
            + " profile cuda",
        refusal(() -> on(FakeGpus.of()).check()));
    refusal(() -> on(FakeGpus.of()).bind(Optional.empty(), 0));
  }

  @Test
  void refusesAHostWithoutDriver() {
    assertEquals(
        "no NVIDIA driver on this host; install one for CUDA 11 or later, or use a build without"
            + " the profile cuda",
        refusal(() -> on(new FakeGpus(CudaVersion.ofNumber(0), List.of())).check()));
  }

  @Test
  void refusesADriverThatIsTooOld() {
    FakeGpus old = new FakeGpus(new CudaVersion(10, 2), FakeGpus.of("7.0").gpus());
    assertEquals(
        "the NVIDIA driver is for CUDA 10.2; install one for CUDA 11 or later, or use a build"
            + " without the profile cuda",
        refusal(() -> on(old).check()));
  }

  private Accelerator on(GpuInventory gpus) {
    return new GpuAccelerator(gpus, control, shown::add, log::add);
  }

  private static String refusal(Runnable work) {
    return String.valueOf(assertThrows(DeviceException.class, work::run).getMessage());
  }

  private static Optional<GpuAddress> gpu(String address) {
    return Optional.of(new GpuAddress(address));
  }
}

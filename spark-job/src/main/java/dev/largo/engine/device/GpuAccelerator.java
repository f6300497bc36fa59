package dev.largo.engine.device;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** NVIDIA GPUs, one a worker. */
final class GpuAccelerator implements Accelerator {
  /** The oldest CUDA whose drivers run programs of CUDA 11. */
  private static final int LEAST_DRIVER = 11;

  private final GpuInventory inventory;
  private final DeviceControl control;
  private final Visibility visibility;
  private final Consumer<String> log;
  private final Set<Integer> sized = new HashSet<>();

  /** The GPU that this process was told by its UUID. */
  private @Nullable String only;

  GpuAccelerator(
      GpuInventory inventory, DeviceControl control, Visibility visibility, Consumer<String> log) {
    this.inventory = inventory;
    this.control = control;
    this.visibility = visibility;
    this.log = log;
  }

  @Override
  public void check() {
    usable(0);
  }

  @Override
  public void bind(Optional<GpuAddress> assigned, int rank) {
    int address = assigned.map(this::number).orElse(-1);
    requireDevices();
    Gpu gpu = usable(address < 0 ? rank % inventory.count() : address);
    control.select(gpu.address());
    size(gpu.address());
    log.accept(
        "rank %d: %s; CUDA %s, driver for CUDA %s"
            .formatted(rank, gpu, inventory.runtime(), inventory.driver()));
  }

  /** Before anything else asks CUDA: a UUID becomes number 0 of what CUDA shows. */
  private synchronized int number(GpuAddress address) {
    if (!address.isUuid()) {
      return address.number();
    }
    String uuid = address.text();
    if (only == null) {
      visibility.showOnly(uuid);
      only = uuid;
    }
    if (!only.equals(uuid)) {
      throw new DeviceException(
          "GPU %s: another worker of this process computes on %s, and by UUID a process has one; set spark.executor.resource.gpu.amount to 1"
              .formatted(uuid, only));
    }
    return 0;
  }

  /** Once a process: workers that share a GPU share its memory. */
  private synchronized void size(int address) {
    if (sized.add(address)) {
      control.limitMemory(address, MemoryShare.of(control.freeMemory(address)));
    }
  }

  private Gpu usable(int address) {
    requireDevices();
    int count = inventory.count();
    if (address < 0 || address >= count) {
      throw new DeviceException(
          "GPU %d: CUDA shows this process %d, with addresses from 0 to %d; check CUDA_VISIBLE_DEVICES and Spark's discovery script"
              .formatted(address, count, count - 1));
    }
    Gpu gpu = inventory.gpu(address);
    if (!MachineCode.ND4J.runsOn(gpu.capability())) {
      throw new DeviceException(
          "%s: ND4J 1.0.0-M2.1 has code for %s, and none that it runs; use one of compute capability 3.7 or 5.0 to 8.9, or a build without the profile cuda"
              .formatted(gpu, MachineCode.ND4J));
    }
    return gpu;
  }

  private void requireDevices() {
    CudaVersion driver = inventory.driver();
    if (driver.major() < LEAST_DRIVER) {
      throw new DeviceException(
          driver.major() == 0
              ? LinkFailure.NO_DRIVER
              : "the NVIDIA driver is for CUDA "
                  + driver
                  + "; install one for CUDA 11 or later, or use a build without the profile cuda");
    }
    if (inventory.count() < 1) {
      throw new DeviceException(
          "CUDA shows this process no GPU; check CUDA_VISIBLE_DEVICES, or use a build without the profile cuda");
    }
  }
}

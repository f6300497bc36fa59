package dev.largo.spark;

import dev.largo.engine.device.GpuAddress;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.jspecify.annotations.Nullable;

/** The GPU that Spark's scheduler set aside for a task. */
final class AssignedGpu {
  private static final String RESOURCE = "gpu";

  private AssignedGpu() {}

  /** Its address, if the current thread is a task's and the task has one. */
  static Optional<GpuAddress> ofTask() {
    @Nullable TaskContext task = TaskContext.get();
    return task == null ? Optional.empty() : of(task.resourcesJMap());
  }

  /** Its address among a task's resources, if it is there. */
  static Optional<GpuAddress> of(Map<String, ResourceInformation> resources) {
    ResourceInformation gpus = resources.get(RESOURCE);
    if (gpus == null || gpus.addresses().length == 0) {
      return Optional.empty();
    }
    String[] addresses = gpus.addresses();
    if (addresses.length > 1) {
      throw new IllegalArgumentException(
          "spark.task.resource.gpu.amount: a worker got the GPUs %s and uses one; set it to 1"
              .formatted(String.join(", ", addresses)));
    }
    return Optional.of(new GpuAddress(addresses[0]));
  }
}

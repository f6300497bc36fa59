package dev.largo.spark;

import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.jspecify.annotations.Nullable;

/** The GPU that Spark's scheduler set aside for a task. */
final class AssignedGpu {
  private static final String RESOURCE = "gpu";

  private AssignedGpu() {}

  /** Its address, if the current thread is a task's and the task has one. */
  static OptionalInt ofTask() {
    @Nullable TaskContext task = TaskContext.get();
    return task == null ? OptionalInt.empty() : of(task.resourcesJMap());
  }

  /** Its address among a task's resources, if it is there. */
  static OptionalInt of(Map<String, ResourceInformation> resources) {
    ResourceInformation gpus = resources.get(RESOURCE);
    if (gpus == null || gpus.addresses().length == 0) {
      return OptionalInt.empty();
    }
    String[] addresses = gpus.addresses();
    if (addresses.length > 1) {
      throw new IllegalArgumentException(
          "spark.task.resource.gpu.amount: a worker got the GPUs %s and uses one; set it to 1"
              .formatted(String.join(", ", addresses)));
    }
    try {
      return OptionalInt.of(Integer.parseUnsignedInt(addresses[0].trim()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "spark.task.resource.gpu: the address '%s' is not a number; let Spark's discovery script print those of nvidia-smi, such as 0"
              .formatted(addresses[0]),
          e);
    }
  }
}

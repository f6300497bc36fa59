package dev.largo.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.largo.engine.device.GpuAddress;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AssignedGpuTest {
  @Test
  void isTheAddressThatTheTaskGot() {
    assertEquals(Optional.of(new GpuAddress("3")), AssignedGpu.of(gpus("3")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GPU-5fd3a1", "MIG-c6d4-11", "MIG-GPU-5fd3/1/0"})
  void isAUuid(String uuid) {
    assertEquals(Optional.of(new GpuAddress(uuid)), AssignedGpu.of(gpus(uuid)));
  }

  @Test
  void isEmptyWhereSparkAssignsNone() {
    assertEquals(Optional.empty(), AssignedGpu.of(Map.of()));
    assertEquals(Optional.empty(), AssignedGpu.of(gpus()));
    assertEquals(
        Optional.empty(),
        AssignedGpu.of(Map.of("fpga", new ResourceInformation("fpga", new String[] {"0"}))));
  }

  @Test
  void isEmptyOutsideOfATask() {
    assertEquals(Optional.empty(), AssignedGpu.ofTask());
  }

  @Test
  void refusesTwo() {
    assertEquals(
        "spark.task.resource.gpu.amount: a worker got the GPUs 0, 1 and uses one; set it to 1",
        refusal("0", "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GPU 5fd3", "", "-1", "1.5", "4294967296"})
  void refusesAnAddressThatIsNotANumber(String address) {
    assertEquals(
        "spark.task.resource.gpu: the address '"
            + address
            + "' is neither a number nor a UUID; let submit/gpu-discovery.sh print them",
        refusal(address));
  }

  private static String refusal(String... addresses) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> AssignedGpu.of(gpus(addresses)))
            .getMessage());
  }

  private static Map<String, ResourceInformation> gpus(String... addresses) {
    return Map.of("gpu", new ResourceInformation("gpu", addresses));
  }
}

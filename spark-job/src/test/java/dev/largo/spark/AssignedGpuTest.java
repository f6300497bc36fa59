package dev.largo.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AssignedGpuTest {
  @Test
  void isTheAddressThatTheTaskGot() {
    assertEquals(OptionalInt.of(3), AssignedGpu.of(gpus("3")));
  }

  @Test
  void isEmptyWhereSparkAssignsNone() {
    assertEquals(OptionalInt.empty(), AssignedGpu.of(Map.of()));
    assertEquals(OptionalInt.empty(), AssignedGpu.of(gpus()));
    assertEquals(
        OptionalInt.empty(),
        AssignedGpu.of(Map.of("fpga", new ResourceInformation("fpga", new String[] {"0"}))));
  }

  @Test
  void isEmptyOutsideOfATask() {
    assertEquals(OptionalInt.empty(), AssignedGpu.ofTask());
  }

  @Test
  void refusesTwo() {
    assertEquals(
        "spark.task.resource.gpu.amount: a worker got the GPUs 0, 1 and uses one; set it to 1",
        refusal("0", "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GPU-5fd3", "", "-1", "1.5", "4294967296"})
  void refusesAnAddressThatIsNotANumber(String address) {
    assertEquals(
        "spark.task.resource.gpu: the address '"
            + address
            + "' is not a number; let Spark's discovery script print those of nvidia-smi, such as"
            + " 0",
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

package dev.largo.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import dev.largo.spark.preflight.Demand;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorldSizeTest {
  private static final int CORES = 6;

  private static LargoConfig config(String workers, String mode) {
    return ConfigLoader.load(
        "test",
        "largo { name = a, data.format = synthetic, model.name = lenet, batch { global = 64, micro = 16 } }",
        List.of("workers=" + workers, "aggregation.mode=" + mode));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auto | all-reduce |             | 4", // no more workers than micro-batches
        "3    | all-reduce |             | 3",
        "auto | all-reduce | local       | 1",
        "auto | all-reduce | local[3]    | 3",
        "auto | driver     | local[*]    | 4",
        "2    | all-reduce | local[2,4]  | 2",
        "4    | driver     | spark://h:1 | 4",
        "4    | driver     | yarn        | 4",
        "4    | all-reduce | spark://h:1 | 4",
        "auto | all-reduce | spark://h:1 | 0" // known when the cluster is there
      })
  void workersFitBatchAndMaster(String workers, String mode, String master, int expected) {
    String url = master == null ? "" : master;
    assertEquals(expected, WorldSize.of(config(workers, mode), url, CORES));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3    | all-reduce | local[2]    | workers = 3",
        "2    | all-reduce | local       | workers = 2"
      })
  void whatWouldWaitForEverIsRefused(String workers, String mode, String master, String named) {
    LargoConfig config = config(workers, mode);

    RequestException e =
        assertThrows(RequestException.class, () -> WorldSize.of(config, master, CORES));
    assertTrue(String.valueOf(e.getMessage()).startsWith(named), e::toString);
  }

  @Test
  void runsAtOnceFitIntoAGivenMasterAndTheWidestCounts() {
    List<LargoConfig> runs = List.of(config("1", "all-reduce"), config("3", "all-reduce"));

    assertEquals(new Demand(3, 2), WorldSize.of(runs, "", CORES, 2, "study.parallel"));
    assertEquals(new Demand(3, 2), WorldSize.of(runs, "local[6]", CORES, 2, "study.parallel"));
    assertEquals(new Demand(3, 9), WorldSize.of(runs, "yarn", CORES, 9, "study.parallel"));
    RequestException e =
        assertThrows(
            RequestException.class,
            () -> WorldSize.of(runs, "local[6]", CORES, 3, "study.parallel"));
    assertEquals(
        "study.parallel = 3: runs of 3 workers, and the master local[6] has 6 task slots; set it to 2 or less",
        e.getMessage());
  }

  @Test
  void heapThatSparkWouldRefuseIsRefusedByName() {
    RequestException e =
        assertThrows(RequestException.class, () -> SparkContexts.requireMemory("", 150L << 20));
    assertTrue(String.valueOf(e.getMessage()).startsWith("LARGO_MEMORY: "), e::toString);
    SparkContexts.requireMemory("", 450L << 20);
    SparkContexts.requireMemory("yarn", 1);
  }
}

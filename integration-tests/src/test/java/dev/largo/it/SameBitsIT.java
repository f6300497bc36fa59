package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run is the same, bit for bit, for any number of workers and in either aggregation mode. */
final class SameBitsIT {
  @TempDir static Path directory;
  private static TinySet set;

  @BeforeAll
  static void runAlone() throws Exception {
    set = new TinySet(directory);
    train("alone", "workers=1");
    train("residual", RESIDUAL);
  }

  private static final String[] RESIDUAL = {
    "workers=1",
    "model.name=resnet-20",
    "batch.global=24",
    "batch.micro=8",
    "epochs=1",
    "averaging.swa.start-epoch=0",
    "averaging.swa.every=4 steps",
    "averaging.swa.batch-norm-samples=36"
  };

  @ParameterizedTest
  @CsvSource({"2, all-reduce", "3, all-reduce", "4, all-reduce", "1, driver", "2, driver"})
  void parametersAndEvaluationsAreThoseOfOneWorker(int workers, String mode) throws Exception {
    String name = "lenet-" + workers + "-" + mode;
    train(name, "workers=" + workers, "aggregation.mode=" + mode);

    assertEquals(set.hash("alone"), set.hash(name));
    assertEquals(set.lines("alone", "evaluations.jsonl"), set.lines(name, "evaluations.jsonl"));
    assertEquals(set.lines("alone", "layers.jsonl"), set.lines(name, "layers.jsonl"));
  }

  @ParameterizedTest
  @CsvSource({"2, all-reduce", "3, driver"})
  void batchNormAndItsRefreshedStatisticsAreToo(int workers, String mode) throws Exception {
    String name = "residual-" + workers + "-" + mode;
    String[] overrides = RESIDUAL.clone();
    overrides[0] = "workers=" + workers;
    train(name, concat(overrides, "aggregation.mode=" + mode));

    assertEquals(set.hash("residual"), set.hash(name));
    assertEquals(set.lines("residual", "evaluations.jsonl"), set.lines(name, "evaluations.jsonl"));
  }

  @Test
  void runDirectoryHoldsWhatTheContractSays() throws Exception {
    Path run = set.run("alone");
    for (String file :
        List.of(
            "config.conf",
            "run.json",
            "metrics.jsonl",
            "layers.jsonl",
            "evaluations.jsonl",
            "checkpoints/step-00000012/model.zip",
            "averages/swa/model.zip")) {
      assertTrue(Files.size(run.resolve(file)) > 0, file);
    }
    JsonNode info = set.info("alone");
    assertEquals("completed", info.path("status").asText());
    assertEquals(12, info.path("steps").asInt());
    assertEquals(64, set.hash("alone").length());
    assertEquals(12, set.lines("alone", "metrics.jsonl").size());
    assertEquals(12 * 8, set.lines("alone", "layers.jsonl").size());
    for (JsonNode layer : set.lines("alone", "layers.jsonl")) {
      assertTrue(layer.path("trust_ratio").isNumber(), layer::toString);
      assertTrue(layer.path("trust_ratio").asDouble() > 0, layer::toString);
    }
    for (JsonNode evaluation : set.lines("alone", "evaluations.jsonl")) {
      assertEquals(TinySet.VALIDATION, evaluation.path("samples").asInt());
    }
  }

  @Test
  void resolvedConfigurationRepeatsTheRun() throws Exception {
    Cli.Result again =
        Cli.run("train", set.run("alone").resolve("config.conf").toString(), "name=again");

    assertEquals(0, again.status(), again.err());
    assertEquals(set.hash("alone"), set.hash("again"));
  }

  private static void train(String name, String... overrides) throws Exception {
    Cli.Result result = Cli.run(set.train(name, overrides));
    assertEquals(0, result.status(), result.err());
  }

  private static String[] concat(String[] first, String last) {
    String[] all = Arrays.copyOf(first, first.length + 1);
    all[first.length] = last;
    return all;
  }
}

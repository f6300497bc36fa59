package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run is the same, bit for bit, for any number of workers and in either aggregation mode. */
final class SameBitsIT {
  @TempDir static Path directory;
  private static TinySet set;

  @BeforeAll
  static void runAlone() throws Exception {
    set = new TinySet(directory);
    train("alone", "workers=1");
    train("residual", RESIDUAL);
    train("observing", OBSERVING);
    train("halves", "workers=1", HALVES);
  }

  private static final String HALVES = "aggregation.wire=fp16";

  /** Every way of clipping, a rate that follows the evaluations, and averages that never pause. */
  private static final String[] OBSERVING = {
    "workers=1",
    "optimizer={name=adamw,trust-coefficient=null,max-gradient-norm=0.5}",
    "optimizer={max-layer-gradient-norm=0.3,adaptive-clip.factor=0.05}",
    "schedule={base-lr=0.01,decay={kind=plateau,patience=0,factor=0.5,threshold=0.5}}",
    "evaluation.every=2 steps",
    "averaging={ema={enabled=true,decay=0.9},last-k={enabled=true,k=2,every=\"2 steps\"}}"
  };

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
    assertEquals(set.lines("alone", "histograms.jsonl"), set.lines(name, "histograms.jsonl"));
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
    assertEquals(set.lines("residual", "histograms.jsonl"), set.lines(name, "histograms.jsonl"));
  }

  @ParameterizedTest
  @CsvSource({"3, all-reduce", "2, driver"})
  void clippingAndWhatFollowsTheEvaluationsAreToo(int workers, String mode) throws Exception {
    String name = "observing-" + workers + "-" + mode;
    String[] overrides = OBSERVING.clone();
    overrides[0] = "workers=" + workers;
    train(name, concat(overrides, "aggregation.mode=" + mode));

    assertEquals(set.hash("observing"), set.hash(name));
    assertEquals(set.lines("observing", "evaluations.jsonl"), set.lines(name, "evaluations.jsonl"));
    List<Double> rates =
        set.lines(name, "metrics.jsonl").stream()
            .map(line -> line.path("learning_rate").asDouble())
            .toList();
    assertEquals(0.01, rates.get(4));
    assertEquals(0.01 / 8, rates.get(11), "three evaluations did not improve by half");
    assertTrue(Files.size(set.run(name).resolve("averages/ema/model.zip")) > 0);
    assertTrue(Files.size(set.run(name).resolve("averages/last-k/model.zip")) > 0);
  }

  @ParameterizedTest
  @CsvSource({"3, all-reduce", "2, driver"})
  void halvesOnTheWireAreToo(int workers, String mode) throws Exception {
    String name = "halves-" + workers + "-" + mode;
    train(name, "workers=" + workers, "aggregation.mode=" + mode, HALVES);

    assertNotEquals(set.hash("alone"), set.hash("halves"));
    assertEquals(set.hash("halves"), set.hash(name));
    assertEquals(set.lines("halves", "evaluations.jsonl"), set.lines(name, "evaluations.jsonl"));
    assertEquals(set.lines("halves", "layers.jsonl"), set.lines(name, "layers.jsonl"));
    assertEquals(set.lines("halves", "histograms.jsonl"), set.lines(name, "histograms.jsonl"));
  }

  @Test
  void modelsThatTrainApartAreTheSameWhoeverTrainsThem() throws Exception {
    String apart = "aggregation={mode=parameter-averaging,models=3,every=\"3 steps\"}";
    for (int workers : new int[] {1, 2, 3}) {
      String name = "apart-" + workers;
      train(name, concat(RESIDUAL, "workers=" + workers, apart, "schedule.base-batch=8"));

      assertEquals(set.hash("apart-1"), set.hash(name));
      assertEquals(set.lines("apart-1", "evaluations.jsonl"), set.lines(name, "evaluations.jsonl"));
      assertEquals(set.lines("apart-1", "layers.jsonl"), set.lines(name, "layers.jsonl"));
      assertEquals(set.lines("apart-1", "histograms.jsonl"), set.lines(name, "histograms.jsonl"));
    }
    assertNotEquals(set.hash("residual"), set.hash("apart-1"));
  }

  /** What is divided by so little is infinite: no step has a gradient. */
  @ParameterizedTest
  @ValueSource(strings = {"all-reduce", "driver"})
  void everyStepThatIsNotFiniteIsSkippedAndCounted(String mode) throws Exception {
    String name = "skipping-" + mode;
    Cli.Result result =
        Cli.run(
            set.train(
                name,
                "workers=2",
                "aggregation.mode=" + mode,
                "optimizer.non-finite=skip",
                "data.normalize={mean=[0,0,0],std=[1e-38,1e-38,1e-38]}"));

    assertEquals(0, result.status(), result.err());
    assertTrue(
        result.out().contains("skipped steps, whose loss or gradient was not finite: 12"),
        result.out());
    for (JsonNode step : set.lines(name, "metrics.jsonl")) {
      assertTrue(step.path("skipped").booleanValue(), step::toString);
    }
    assertEquals(List.of(), set.lines(name, "layers.jsonl"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dl4j", "onednn"})
  void histogramsChangeNothingAndTellOfEveryLayer(String engine) throws Exception {
    String[] residual = concat(RESIDUAL, "engine.kind=" + engine);
    train("plain-" + engine, concat(residual, "metrics.histograms-every=null"));
    train("watched-" + engine, concat(residual, "metrics.histograms-every=1 step"));

    assertEquals(set.hash("plain-" + engine), set.hash("watched-" + engine));
    assertEquals(losses("plain-" + engine), losses("watched-" + engine));
    assertFalse(Files.exists(set.run("plain-" + engine).resolve("histograms.jsonl")));
    Map<String, Set<String>> layers = new TreeMap<>();
    for (JsonNode line : set.lines("watched-" + engine, "histograms.jsonl")) {
      layers
          .computeIfAbsent(line.path("kind").asText(), kind -> new TreeSet<>())
          .add(line.path("layer").asText());
      JsonNode histogram = line.path("histogram");
      long counted = histogram.path("zeros").asLong() + histogram.path("non_finite").asLong();
      for (String side : List.of("negative", "positive")) {
        for (JsonNode count : histogram.path(side).path("counts")) {
          counted += count.asLong();
        }
      }
      assertEquals(histogram.path("count").asLong(), counted, line::toString);
    }
    assertEquals(Set.of("activation", "gradient", "parameter"), layers.keySet());
    Set<String> segments = new TreeSet<>();
    set.lines("watched-" + engine, "layers.jsonl")
        .forEach(line -> segments.add(line.path("layer").asText()));
    assertEquals(segments, layers.get("gradient"));
    assertEquals(segments, layers.get("parameter"));
    assertTrue(layers.getOrDefault("activation", Set.of()).size() > 30, layers::toString);
  }

  private static List<Double> losses(String name) throws Exception {
    return set.lines(name, "metrics.jsonl").stream()
        .map(line -> line.path("loss").asDouble())
        .toList();
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
            "histograms.jsonl",
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

  private static String[] concat(String[] first, String... more) {
    return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray(String[]::new);
  }
}

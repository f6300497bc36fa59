package dev.largo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.optim.NonFinitePolicy;
import dev.largo.optim.layout.Role;
import dev.largo.optim.schedule.BatchScaling;
import dev.largo.optim.transform.SlowStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
  /** The least that a run must say. */
  static final String MINIMAL =
      """
      largo {
        name = a
        data.format = synthetic
        model.name = lenet
      }
      """;

  static List<String> problems(String text, String... overrides) {
    return assertThrows(
            ConfigException.class, () -> ConfigLoader.load("a.conf", text, List.of(overrides)))
        .problems();
  }

  static LargoConfig load(String... overrides) {
    return ConfigLoader.load("a.conf", MINIMAL, List.of(overrides));
  }

  @Test
  void processorsAreSharedByTheWorkersOfAJvmAsFarAsTheirNumberIsKnown() {
    DataConfig data = load().data();
    int processors = Runtime.getRuntime().availableProcessors();

    assertEquals(processors, data.threadsFor(0));
    assertEquals(processors, data.threadsFor(1));
    assertEquals(1, data.threadsFor(2 * processors));
    assertEquals(5, load("data.threads=5").data().threadsFor(0));
  }

  @Test
  void defaultsAreThoseOfTheReference() {
    LargoConfig expected =
        new LargoConfig(
            "a",
            1,
            "runs",
            new DataConfig(
                DataFormat.SYNTHETIC,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                new ShuffleConfig(ShuffleConfig.Kind.FULL, 10_000),
                AugmentConfig.NONE,
                null,
                BadSamples.FAIL,
                new CacheConfig(256 << 20, 0),
                new SyntheticConfig("data/synthetic", 8000, 2000, 64, 1)),
            new ModelConfig("lenet", null),
            new BatchConfig(256, 32),
            Workers.AUTO,
            new OptimizerConfig(
                OptimizerName.LARS,
                Map.of(
                    OptimizerNumber.MOMENTUM,
                    0.9,
                    OptimizerNumber.WEIGHT_DECAY,
                    1e-4,
                    OptimizerNumber.TRUST_COEFFICIENT,
                    0.001,
                    OptimizerNumber.RATIO_EPSILON,
                    0.0,
                    OptimizerNumber.LOOKAHEAD_ALPHA,
                    0.5),
                Map.of(
                    OptimizerChoice.LOOKAHEAD_START,
                    SlowStart.INITIAL_WEIGHTS,
                    OptimizerChoice.NON_FINITE,
                    NonFinitePolicy.FAIL),
                Set.of(Role.BIAS, Role.NORM_SCALE, Role.NORM_SHIFT),
                Set.of()),
            new ScheduleConfig(
                0.1,
                256,
                BatchScaling.LINEAR,
                new WarmupConfig(WarmupConfig.Kind.GRADUAL, 5, 0, 0.8),
                new DecayConfig(
                    DecayConfig.Kind.POLYNOMIAL,
                    2,
                    0,
                    List.of(),
                    List.of(),
                    0.1,
                    new Every(30, Every.Unit.EPOCHS),
                    0.1,
                    1e-4,
                    5,
                    1e-4,
                    0)),
            30,
            StopConfig.NEVER,
            AveragingConfig.NONE,
            null,
            new AggregationConfig(
                AggregationMode.ALL_REDUCE, WireFormat.FP32, 1, new Every(5, Every.Unit.STEPS)),
            new EngineConfig(
                EngineKind.AUTO,
                1,
                Precision.FP32,
                false,
                new LossScaleConfig(65536, 2, 0.5, 2000)),
            new Every(1, Every.Unit.EPOCHS),
            new CheckpointConfig(new Every(1, Every.Unit.EPOCHS), 5),
            new RecoveryConfig(
                4, Duration.ofSeconds(30), Duration.ofMinutes(15), Duration.ofSeconds(60)),
            new MetricsConfig(
                new Every(10, Every.Unit.STEPS), new Every(1, Every.Unit.EPOCHS), true, null));

    assertEquals(expected, load());
  }

  @Test
  void overridesWinOverTheFileAndLaterOverEarlier() {
    LargoConfig config =
        load("name=b", "batch.global=4096", "batch.global=8192", "aggregation.mode=driver");

    assertEquals("b", config.name());
    assertEquals(new BatchConfig(8192, 32), config.batch());
    assertEquals(AggregationMode.DRIVER, config.aggregation().mode());
  }

  @Test
  void overrideTakesUrisLiterally() {
    LargoConfig config =
        load(
            "data.format=image-folder",
            "data.train=hdfs://nn:8020/a//b#c",
            "data.validation=/tmp/x y=z");

    assertEquals("hdfs://nn:8020/a//b#c", config.data().train());
    assertEquals("/tmp/x y=z", config.data().validation());
  }

  @Test
  void overrideTakesHoconListsQuotesAndGroups() {
    LargoConfig config =
        load(
            "data.normalize.mean=[1, 2.5, 3]",
            "data.normalize={std: [4, 5, 6]}",
            "runs=\"my runs\"",
            "data.synthetic.directory=${largo.runs}",
            "checkpoint.every=20 steps");

    assertEquals(List.of(1.0, 2.5, 3.0), config.data().mean());
    assertEquals(List.of(4.0, 5.0, 6.0), config.data().std());
    assertEquals("my runs", config.runs());
    assertEquals("my runs", config.data().synthetic().directory());
    assertEquals(new Every(20, Every.Unit.STEPS), config.checkpoint().every());
  }

  @Test
  void overrideWithNullUnsetsAKey() {
    LargoConfig config = load("model.name=null", "model.file=net.json");

    assertNull(config.model().name());
    assertEquals("net.json", config.model().file());
  }

  @Test
  void everyChoiceIsWrittenWithHyphens() {
    LargoConfig config =
        load(
            "data.format=image-folder",
            "data.train=t",
            "data.validation=v",
            "optimizer.exclude=[norm-scale]",
            "schedule.scaling=sqrt",
            "schedule.decay.kind=cosine");

    assertEquals(DataFormat.IMAGE_FOLDER, config.data().format());
    assertEquals(Set.of(Role.NORM_SCALE), config.optimizer().exclude());
    assertEquals(BatchScaling.SQRT, config.schedule().scaling());
    assertEquals(DecayConfig.Kind.COSINE, config.schedule().decay().kind());
  }

  @Test
  void swaStartsAfterThreeQuartersOfTheRunUnlessSet() {
    SwaConfig swa = load("averaging.swa.enabled=true", "epochs=20").averaging().swa();

    assertEquals(
        new SwaConfig(15, new Every(1, Every.Unit.EPOCHS), SwaConfig.Rate.SCHEDULE, 0.0, 0.0, 0),
        swa);
  }

  @Test
  void allProblemsAreReportedTogetherEachInOneLine() {
    List<String> problems =
        problems(
            """
            largo {
              data.format = synthetic
              model.name = lennet
              batch.global = 100
              optimizer.momentun = 0.9
              optimizer.momentum = 1
              checkpoint.keep = many
            }
            """,
            "epochs=0");

    assertEquals(
        List.of(
            "a.conf:5: optimizer.momentun = 0.9: unknown key; did you mean optimizer.momentum?",
            "name: missing; give the run's name, for example name = \"first-run\"",
            "a.conf:3: model.name = lennet: must be one of lenet, lenet-5, resnet-20, resnet-18, resnet-50, f1, f2, c1, c2, c3, c4",
            "a.conf:6: optimizer.momentum = 1: must be a number of at least 0 and below 1",
            "command line: epochs = 0: must be a whole number from 1 to 100000",
            "a.conf:7: checkpoint.keep = many: must be a whole number from 1 to 100000",
            "a.conf:4: batch.global = 100: not a multiple of batch.micro = 32; use 96 or 128"),
        problems);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "batch.globl=1 | batch.global",
        "batch.gobal=1 | batch.global",
        "momentum=0.9 | optimizer.momentum",
        "optimiser={name=lars} | optimizer",
        "schedule.warm-up.epochs=3 | schedule.warmup",
        "worker=3 | workers",
        "averaging.swa.start=1 | averaging.swa.start-epoch"
      })
  void unknownKeysSuggestTheNearest(String override, String nearest) {
    List<String> problems = problems(MINIMAL, override);

    assertEquals(1, problems.size(), problems.toString());
    assertTrue(
        problems.get(0).endsWith("unknown key; did you mean " + nearest + "?"), problems.get(0));
  }

  @Test
  void overridesAreRelativeToTheRoot() {
    assertEquals(
        List.of("command line: largo = {seed=3}: keys are relative to largo; leave it out"),
        problems(MINIMAL, "largo.seed=3"));
  }

  @Test
  void keysOutsideTheRootAndAMissingRootAreReported() {
    assertEquals(
        List.of("a.conf:1: seed = 3: outside the root; move it into largo { }"),
        problems("seed = 3\n" + MINIMAL));
    assertTrue(problems("").get(0).startsWith("a.conf: has no root largo;"));
    assertTrue(problems("largo = 3").get(0).startsWith("a.conf: has no root largo;"));
  }

  @Test
  void aValueWhereAGroupShouldBeIsOneProblem() {
    assertEquals(
        List.of(
            "command line: batch = 512: this is a group of keys; write, for example,"
                + " batch.global = ..."),
        problems(MINIMAL, "batch=512"));
  }

  @Test
  void brokenHoconNamesFileAndLine() {
    List<String> problems = problems("largo {\n name = a\n batch { global = }\n");

    assertEquals(1, problems.size());
    assertTrue(problems.get(0).startsWith("a.conf:3: "), problems.get(0));
  }

  @Test
  void unresolvedSubstitutionIsOneLine() {
    List<String> problems = problems("largo { name = ${nowhere-at-all} }");

    assertEquals(1, problems.size());
    assertTrue(problems.get(0).contains("nowhere-at-all"), problems.get(0));
  }

  @Test
  void overridesThatAreNotKeyValueAreReported() {
    assertEquals(
        List.of(
            "command line: batch.global: not KEY=VALUE; write, for example, batch.global=4096",
            "command line: =3: not KEY=VALUE; write, for example, batch.global=4096",
            "command line: data.normalize.mean = [1: not HOCON; close every bracket and quote"),
        problems(MINIMAL, "batch.global", "=3", "data.normalize.mean=[1"));
  }

  @Test
  void readsAFileAndItsIncludes(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("base.conf"), MINIMAL);
    Path file =
        Files.writeString(
            directory.resolve("b.conf"), "include \"base.conf\"\nlargo.epochs = 7\nlargo.name = b");

    LargoConfig config = ConfigLoader.load(file, List.of());

    assertEquals(7, config.epochs());
    assertEquals("b", config.name());
  }

  @Test
  void aMissingFileIsNamedInOneLine(@TempDir Path directory) {
    Path missing = directory.resolve("none.conf");

    ConfigException e =
        assertThrows(ConfigException.class, () -> ConfigLoader.load(missing, List.of()));

    assertEquals(
        missing + ": no such file; give a HOCON file, for example conf/quickstart.conf",
        e.getMessage());
  }
}

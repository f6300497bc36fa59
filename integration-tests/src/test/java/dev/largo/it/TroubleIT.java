package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong requests are one line and exit 2, failures are one line and exit 1; nothing is lost. */
final class TroubleIT {
  @TempDir static Path directory;
  private static TinySet set;

  @BeforeAll
  static void makeSet() {
    set = new TinySet(directory);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batch.globl=48 | batch.global",
        "batch.global=50 | batch.micro",
        "batch.global=480 | batch.global",
        "optimizer.name=larz | lars",
        "model.name=lenet5 | lenet",
        "data.train=/nowhere/at/all | data.train",
        "workers=5 | workers",
        "data.train=a:b | data.train = a:b",
        "runs=no:where | runs = no:where",
        "epochs=0 | epochs",
        "averaging.swa.every=9 steps | averaging.swa.every",
        "averaging.ema={enabled=true,every=9 epochs} | averaging.ema.every",
        "schedule.decay={kind=triangular,end-lr=7} | schedule.decay.end-lr",
        "optimizer={name=larc,adaptive-clip.factor=1} | optimizer.adaptive-clip.factor",
        "optimizer={name=sgd,trust-coefficient=null,adaptive-clip={factor=1,except-layers=[x]}} | named x",
        "engine.precision=fp8 | engine.precision"
      })
  void impossibleRequestIsOneLineThatNamesTheKey(String override, String named) throws Exception {
    Cli.Result result = Cli.run(set.train("wrong", override));

    assertEquals(2, result.status(), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().contains(named), result.err());
    assertFalse(Files.exists(set.run("wrong")));
  }

  @Test
  void moreWorkersThanSlotsIsRefusedInsteadOfWaitedFor() throws Exception {
    System.setProperty("spark.master", "local[1]");
    try {
      Cli.Result result = Cli.run(set.train("slots", "workers=2"));

      assertEquals(2, result.status(), result.err());
      assertTrue(result.err().contains("workers = 2"), result.err());
      assertEquals(1, result.err().lines().count(), result.err());
    } finally {
      System.clearProperty("spark.master");
    }
  }

  @Test
  void missingConfigurationFileIsNamed() {
    Cli.Result result = Cli.run("train", directory.resolve("none.conf").toString());

    assertEquals(2, result.status());
    assertTrue(result.err().contains("none.conf"), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
  }

  @Test
  void misspelledCommandGetsItsNearestName() {
    Cli.Result result = Cli.run("trian");

    assertEquals(2, result.status());
    assertTrue(result.err().contains("did you mean train?"), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
  }

  @Test
  void badSampleIsSkippedAndListedWhereThatIsAskedFor() throws Exception {
    Path broken = directory.resolve("cut");
    copy(set.data().resolve("train"), broken);
    Path cut = broken.resolve("ring/00003.jpg");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 400));
    Cli.Result fails = Cli.run(set.train("cut-fail", "data.train=" + broken));
    assertEquals(2, fails.status(), fails.err());
    assertTrue(fails.err().contains("ring/00003.jpg"), fails.err());

    Path validation = directory.resolve("cut-validation");
    copy(set.data().resolve("validation"), validation);
    Files.write(validation.resolve("ring/00001.jpg"), new byte[0]);

    List<String> ways = List.of("workers=1", "workers=2", "aggregation.mode=driver");
    for (int i = 0; i < ways.size(); i++) {
      String name = "cut-" + i;
      Cli.Result skips =
          Cli.run(
              set.train(
                  name,
                  "data.train=" + broken,
                  "data.validation=" + validation,
                  "data.on-bad-sample=skip",
                  ways.get(i)));

      assertEquals(0, skips.status(), skips.err());
      assertTrue(skips.out().contains("samples that could not be read: 2"), skips.out());
      List<JsonNode> listed = set.lines(name, "bad-samples.jsonl");
      assertEquals(2, listed.size());
      Set<String> names =
          listed.stream()
              .map(line -> Path.of(line.path("sample").asText()).getFileName().toString())
              .collect(Collectors.toSet());
      assertEquals(Set.of("00003.jpg", "00001.jpg"), names);
      assertEquals(set.hash("cut-0"), set.hash(name));
    }
  }

  @Test
  void emptyClassFolderAndFileThatIsNoImageAreNamed() throws Exception {
    Path broken = directory.resolve("broken");
    copy(set.data().resolve("train"), broken);
    Files.createDirectories(broken.resolve("zebra"));
    Cli.Result empty = Cli.run(set.train("empty", "data.train=" + broken));
    assertEquals(2, empty.status(), empty.err());
    assertTrue(empty.err().contains("zebra"), empty.err());

    Path text = Files.writeString(broken.resolve("zebra/text.jpg"), "no image");
    Cli.Result noImage = Cli.run(set.train("no-image", "data.train=" + broken));
    assertEquals(2, noImage.status(), noImage.err());
    assertTrue(noImage.err().contains(text.getFileName().toString()), noImage.err());
    assertEquals(1, noImage.err().lines().count(), noImage.err());
  }

  @Test
  void imageThatIsCutShortIsFoundBeforeTraining() throws Exception {
    Path broken = directory.resolve("cut-short");
    copy(set.data().resolve("validation"), broken);
    Path image;
    try (Stream<Path> files = Files.walk(broken)) {
      image = files.filter(f -> f.toString().endsWith(".jpg")).sorted().findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(image);
    Files.write(image, Arrays.copyOf(bytes, bytes.length * 7 / 10));

    Cli.Result result = Cli.run(set.train("cut", "data.validation=" + broken));

    assertEquals(2, result.status(), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().contains(image.getFileName().toString()), result.err());
    assertFalse(Files.exists(set.run("cut")));
  }

  @Test
  void existingRunDirectoryIsNeverTouched() throws Exception {
    Path run = Files.createDirectories(set.run("taken"));
    Path kept = Files.writeString(run.resolve("kept.txt"), "mine");

    Cli.Result result = Cli.run(set.train("taken"));

    assertEquals(2, result.status(), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
    assertEquals("mine", Files.readString(kept));
    try (Stream<Path> entries = Files.list(run)) {
      assertEquals(1, entries.count());
    }
  }

  private static final String[] DIVERGING = {
    "workers=2",
    "optimizer={name=sgd,trust-coefficient=null}",
    "schedule.base-lr=1e30",
    "schedule.warmup.epochs=2",
    "schedule.decay.kind=constant",
    "checkpoint.every=1 step"
  };

  @ParameterizedTest
  @ValueSource(strings = {"all-reduce", "driver"})
  void failedRunSaysSoInOneLineAmongItsProgress(String mode) throws Exception {
    Path log = directory.resolve("failed-" + mode + ".log");
    String[] arguments = Arrays.copyOf(DIVERGING, DIVERGING.length + 1);
    arguments[DIVERGING.length] = "aggregation.mode=" + mode;

    Process process = Cli.start(directory, log, set.train("failed-" + mode, arguments));
    assertTrue(process.waitFor(120, TimeUnit.SECONDS));

    assertEquals(1, process.exitValue());
    List<String> lines = Files.readAllLines(log);
    List<String> other = lines.stream().filter(line -> !line.startsWith("epoch ")).toList();
    assertEquals(1, other.size(), lines::toString);
    assertTrue(other.get(0).startsWith("largo: training diverged at step "), lines::toString);
  }

  @Test
  void divergedRunNamesStepAndLayerAndKeepsItsLastCheckpoint() throws Exception {
    Cli.Result result = Cli.run(set.train("diverged", DIVERGING));

    assertEquals(1, result.status(), result.err());
    assertEquals(1, result.messages().size(), result.err());
    assertTrue(
        result.messages().get(0).matches("largo: training diverged at step \\d+: .*\\.[Wb].*"),
        result.err());
    assertEquals("failed", set.info("diverged").path("status").asText());
    try (Stream<Path> checkpoints = Files.list(set.run("diverged").resolve("checkpoints"))) {
      assertTrue(checkpoints.anyMatch(p -> p.getFileName().toString().startsWith("step-")));
    }
  }

  @Test
  void resumeOfNoRunIsRefused() {
    Cli.Result result = Cli.run("resume", directory.resolve("nothing").toString());

    assertEquals(2, result.status(), result.err());
    assertTrue(result.err().contains("nothing"), result.err());
  }

  private static void copy(Path from, Path to) throws Exception {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}

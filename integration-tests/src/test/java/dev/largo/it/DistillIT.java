package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that learn from trained networks. */
final class DistillIT {
  @TempDir static Path directory;
  private static TinySet set;

  @BeforeAll
  static void trainTeachers() throws Exception {
    set = new TinySet(directory);
    train("first", "seed=1");
    train("second", "seed=2", "model.name=resnet-20");
  }

  @ParameterizedTest
  @CsvSource({"onednn, all-reduce", "onednn, driver", "dl4j, all-reduce"})
  void resultIsThatOfOneWorker(String engine, String mode) throws Exception {
    String[] all = {
      "distill.teachers=["
          + String.join(
              ",", "" + average("first"), "" + set.run("second"), "" + checkpoint("first"))
          + "]",
      "engine.kind=" + engine,
      "aggregation.mode=" + mode
    };
    String name = engine + "-" + mode;
    train(name + "-1", with("workers=1", all));
    train(name + "-2", with("workers=2", all));

    assertEquals(set.hash(name + "-1"), set.hash(name + "-2"));
    assertNotEquals(set.hash("first"), set.hash(name + "-1"), "nothing was learnt from them");
    assertEquals(
        set.hash("second"), set.info(name + "-2").path("teachers_sha256").path(1).asText());
  }

  /** With what a network says itself there is nothing to learn: no gradient at its own weights. */
  @Test
  void networkThatIsItsOwnTeacherStaysAsItIs() throws Exception {
    train(
        "own",
        "model.name=null",
        "model.file=" + checkpoint("first"),
        "distill={teachers=[" + checkpoint("first") + "],weight=1}",
        "data.augment.label-smoothing=0.1",
        "optimizer={name=sgd,momentum=null,weight-decay=0,trust-coefficient=null}",
        "averaging.swa.enabled=false",
        "epochs=1");

    List<Double> norms =
        set.lines("own", "metrics.jsonl").stream()
            .map(line -> line.path("gradient_norm").asDouble())
            .toList();
    assertEquals(4, norms.size());
    assertTrue(norms.stream().allMatch(norm -> norm < 1e-5), norms::toString);
  }

  @Test
  void resumeAsksTheSameTeachersAgain() throws Exception {
    Path teacher = Files.copy(checkpoint("first"), directory.resolve("teacher.zip"));
    String[] all = {"distill.teachers=[" + teacher + "]", "epochs=12"};
    train("whole", with("workers=2", all));
    Path log = directory.resolve("stopped.log");
    Process process = Cli.start(directory, log, set.train("stopped", with("workers=2", all)));
    StandaloneCluster.await(
        "steps",
        () ->
            !process.isAlive()
                || (Files.exists(set.run("stopped").resolve("metrics.jsonl"))
                    && set.lines("stopped", "metrics.jsonl").size() > 6));
    process.destroy();
    assertEquals(130, process.waitFor(), () -> StandaloneCluster.read(log));
    Path kept = Files.copy(teacher, directory.resolve("kept.zip"));

    Files.copy(average("first"), teacher, StandardCopyOption.REPLACE_EXISTING);
    Cli.Result refused = Cli.run("resume", set.run("stopped").toString());
    assertEquals(2, refused.status(), refused.err());
    assertTrue(refused.err().contains("distill.teachers are not those"), refused.err());

    Files.copy(kept, teacher, StandardCopyOption.REPLACE_EXISTING);
    Cli.Result resumed = Cli.run("resume", set.run("stopped").toString());
    assertEquals(0, resumed.status(), resumed.err());
    assertEquals(set.hash("whole"), set.hash("stopped"));
  }

  @Test
  void studentAndTeacherAreComparedWithoutTheTeachersFile() throws Exception {
    Path teacher = Files.copy(checkpoint("first"), directory.resolve("gone.zip"));
    train("student", "distill.teachers=[" + teacher + "]");
    Files.delete(teacher);

    Cli.Result compared =
        Cli.run(
            "compare",
            set.run("student").toString(),
            set.run("first").toString(),
            "--output",
            directory.resolve("comparison").toString());

    assertEquals(0, compared.status(), compared.err());
    assertTrue(compared.out().contains("student"), compared.out());
  }

  @Test
  void teacherThatDoesNotFitIsOneLine() throws Exception {
    assertRefused("does not exist", "distill.teachers=[" + directory.resolve("nowhere.zip") + "]");
    assertRefused(
        "is not the directory of a checkpoint or an average, nor of a run",
        "distill.teachers=[" + set.data() + "]");
    Path network = directory.resolve("network.json");
    Files.writeString(network, configuration(checkpoint("first")));
    assertRefused("has no weights", "distill.teachers=[" + network + "]");
    assertRefused(
        "saw images normalized by mean",
        "distill.teachers=[" + checkpoint("first") + "]",
        "data.normalize={mean=[1,2,3],std=[4,5,6]}");
    assertRefused("distill.temperature", "distill.temperature=0");
    assertRefused("distill.weight", "distill.weight=0");
    assertRefused(
        "is named twice",
        "distill.teachers=[" + set.run("first") + "," + checkpoint("first") + "]");
  }

  private static void assertRefused(String reason, String... overrides) throws Exception {
    Cli.Result result = Cli.run(set.train("refused", overrides));

    assertEquals(2, result.status(), result.err());
    assertEquals(1, result.messages().size(), result.err());
    assertTrue(result.err().contains("distill."), result.err());
    assertTrue(result.err().contains(reason), result.err());
    assertTrue(Files.notExists(set.run("refused")));
  }

  private static String configuration(Path model) throws Exception {
    try (java.nio.file.FileSystem zip = java.nio.file.FileSystems.newFileSystem(model)) {
      return Files.readString(zip.getPath("configuration.json"));
    }
  }

  private static Path average(String run) {
    return set.run(run).resolve("averages/swa/model.zip");
  }

  private static Path checkpoint(String run) throws Exception {
    try (java.nio.file.DirectoryStream<Path> steps =
        Files.newDirectoryStream(set.run(run).resolve("checkpoints"), "step-*")) {
      return StreamSupport.stream(steps.spliterator(), false)
          .sorted()
          .reduce((first, last) -> last)
          .orElseThrow()
          .resolve("model.zip");
    }
  }

  private static void train(String name, String... overrides) throws Exception {
    Cli.Result result = Cli.run(set.train(name, overrides));
    assertEquals(0, result.status(), result.err());
  }

  private static String[] with(String first, String[] rest) {
    String[] all = new String[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }
}

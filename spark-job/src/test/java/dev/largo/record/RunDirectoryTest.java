package dev.largo.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.largo.config.ConfigException;
import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  private static final Configuration HADOOP = new Configuration();
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path runs;

  static LargoConfig config(Path runs) {
    return ConfigLoader.load(
        "a.conf",
        "largo { name = first, data.format = synthetic, model.name = lenet }",
        List.of("runs=" + runs));
  }

  private RunDirectory create() throws IOException {
    return RunDirectory.create(config(runs), HADOOP);
  }

  private static RunInfo info() {
    return new RunInfo(
        new RunInfo.Versions("0.1", "3.5.5", "1.0", "17", "JDK"),
        "unknown",
        7,
        new RunInfo.Cluster("local[2]", 2, 8),
        "abc",
        List.of(),
        START,
        null,
        RunInfo.Status.RUNNING,
        0,
        null);
  }

  @Test
  void whatAKilledProcessLeftBeforeItsRunBeganIsClearedAway() throws Exception {
    LargoConfig config = config(runs);
    assertFalse(RunDirectory.hasBegun(config, HADOOP));
    RunDirectory unused = create();
    assertFalse(RunDirectory.hasBegun(config, HADOOP));

    RunDirectory run = create();
    run.writeInfo(info());
    assertTrue(RunDirectory.hasBegun(config, HADOOP));
    assertEquals(info(), run.readInfo());
  }

  @Test
  void directoryThatHoldsMoreThanAConfigurationIsNotClearedAway() throws Exception {
    RunDirectory run = create();
    Path metrics = Path.of(run.path().toUri().getPath(), "metrics.jsonl");
    Files.writeString(metrics, "{}");

    assertTrue(RunDirectory.hasBegun(config(runs), HADOOP));
    assertTrue(Files.exists(metrics));
  }

  @Test
  void directoryThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(runs.resolve("file"), "no directory");

    ConfigException e =
        assertThrows(ConfigException.class, () -> RunDirectory.create(config(file), HADOOP));

    assertTrue(e.problems().get(0).startsWith("runs = " + file), e::toString);
  }

  @Test
  void runIsClaimedByOneAtATime() throws IOException {
    RunDirectory run = create();

    try (RunClaim first = run.claim()) {
      ConfigException e = assertThrows(ConfigException.class, run::claim, first::toString);
      assertTrue(String.valueOf(e.getMessage()).contains("in use"), e::toString);
    }
    run.claim().close();
  }

  @Test
  void runThatNeverBeganIsSaidToBeSo() throws IOException {
    RunDirectory run = create();

    ConfigException e = assertThrows(ConfigException.class, run::readInfo);
    assertTrue(String.valueOf(e.getMessage()).contains("run.json: missing"), e::toString);
    Files.writeString(runs.resolve("first/run.json"), "{\"seed\": ");
    e = assertThrows(ConfigException.class, run::readInfo);
    assertEquals(1, e.problems().size());
    assertEquals(1, e.problems().get(0).lines().count());
  }

  @Test
  void createWritesAConfigurationThatRepeatsTheRun() throws IOException {
    RunDirectory run = create();

    Path file = runs.resolve("first").resolve("config.conf");
    assertEquals(config(runs), ConfigLoader.load(file, List.of()));
    assertEquals(config(runs), run.readConfig());
  }

  @Test
  void createRefusesAnExistingDirectoryInOneLine() throws IOException {
    create();
    Path config = runs.resolve("first").resolve("config.conf");
    Files.writeString(config, "precious");

    ConfigException e = assertThrows(ConfigException.class, this::create);

    String directory = runs.resolve("first").toString();
    assertEquals(
        List.of(
            "name = first: the run directory "
                + directory
                + " exists already; choose another name, remove it, or continue it with: largo resume "
                + directory),
        e.problems());
    assertEquals("precious", Files.readString(config));
  }

  @Test
  void openFindsWhatCreateMade() throws IOException {
    RunDirectory created = create();
    RunDirectory opened = RunDirectory.open(runs.resolve("first").toString(), HADOOP);

    assertEquals(created.path(), opened.path());
    assertEquals("file", opened.path().toUri().getScheme());
    assertEquals(config(runs), opened.readConfig());
  }

  @Test
  void openOfNoRunIsOneLine() throws IOException {
    String missing = runs.resolve("none").toString();
    Files.createDirectory(runs.resolve("empty"));
    String empty = runs.resolve("empty").toString();

    assertEquals(
        missing + ": does not exist; give the directory of a run, such as runs/quickstart",
        assertThrows(ConfigException.class, () -> RunDirectory.open(missing, HADOOP)).getMessage());
    assertEquals(
        empty + ": has no config.conf; give the directory of a run, such as runs/quickstart",
        assertThrows(ConfigException.class, () -> RunDirectory.open(empty, HADOOP)).getMessage());
  }

  @Test
  void infoIsWrittenWithTheKeysOfTheContract() throws IOException {
    RunDirectory run = create();
    run.writeInfo(info().completed(310, "00ff", START.plusSeconds(60)));

    JsonNode json = new ObjectMapper().readTree(runs.resolve("first/run.json").toFile());
    JsonNode expected =
        new ObjectMapper()
            .readTree(
                """
                {
                  "versions": {"largo": "0.1", "spark": "3.5.5", "dl4j": "1.0", "java": "17",
                               "image_decoder": "JDK"},
                  "git_commit": "unknown",
                  "seed": 7,
                  "cluster": {"master": "local[2]", "workers": 2, "cores": 8},
                  "data_fingerprint": "abc",
                  "start": "2026-01-02T03:04:05Z",
                  "end": "2026-01-02T03:05:05Z",
                  "status": "completed",
                  "steps": 310,
                  "final_params_sha256": "00ff"
                }
                """);

    assertEquals(expected, json);
  }

  @Test
  void infoIsReplacedAndReadBackAndLeavesNoOtherFile() throws IOException {
    RunDirectory run = create();

    run.writeInfo(info());
    assertEquals(info(), run.readInfo());
    for (RunInfo next :
        List.of(
            info().failed(3, START),
            info().interrupted(4, START),
            info().failed(3, START).resumed(new RunInfo.Cluster("yarn", 4, null), 2),
            RunInfo.started(
                    "3.5.5",
                    null,
                    7,
                    new RunInfo.Cluster("yarn", 4, null),
                    "abc",
                    List.of("00ff", "11ee"),
                    START)
                .completed(5, "22dd", START))) {
      run.writeInfo(next);
      assertEquals(next, run.readInfo());
    }

    try (Stream<Path> files = Files.list(runs.resolve("first"))) {
      assertEquals(
          List.of("config.conf", "run.json"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void infoOfARunFromBeforeDecodersWereNotedIsRead() throws IOException {
    RunDirectory run = create();
    run.writeInfo(info());
    Path file = runs.resolve("first/run.json");
    String noted = Files.readString(file);
    String before = noted.replaceAll(",\\s*\"image_decoder\" : \"JDK\"", "");
    assertNotEquals(noted, before);
    Files.writeString(file, before);

    assertEquals(null, run.readInfo().versions().imageDecoder());
  }

  @Test
  void aRunThatIsResumedHasNoEnd() {
    RunInfo resumed = info().failed(9, START).resumed(new RunInfo.Cluster("yarn", 4, null), 6);

    assertEquals(RunInfo.Status.RUNNING, resumed.status());
    assertEquals(new RunInfo.Cluster("yarn", 4, null), resumed.cluster());
    assertEquals(6, resumed.steps());
    assertEquals(null, resumed.end());
    assertEquals(START, resumed.start());
  }

  @Test
  void startedKnowsTheBuild() {
    RunInfo started =
        RunInfo.started(
            "3.5.5", "JDK", 7, new RunInfo.Cluster("local[2]", 2, 8), "abc", List.of(), START);

    assertEquals("0.1.0-SNAPSHOT", started.versions().largo());
    assertEquals("1.0.0-M2.1", started.versions().dl4j());
    assertEquals("3.5.5", started.versions().spark());
    assertEquals("JDK", started.versions().imageDecoder());
    assertTrue(started.versions().java().startsWith("17"), started.versions().java());
    assertTrue(started.gitCommit().matches("[0-9a-f]{40}|unknown"), started.gitCommit());
    assertEquals(RunInfo.Status.RUNNING, started.status());
  }

  @Test
  void aRunDirectoryWorksOnAFileSystemWithoutAppendOrReplacingRename() throws IOException {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.store.impl", StoreFileSystem.class.getName());
    LargoConfig config =
        ConfigLoader.load(
            "a.conf",
            "largo { name = first, data.format = synthetic, model.name = lenet }",
            List.of("runs=store://bucket" + runs));

    RunDirectory run = RunDirectory.create(config, hadoop);
    run.writeInfo(info());
    run.writeInfo(info().failed(1, START));
    for (int step = 1; step <= 2; step++) {
      try (RunRecorder recorder = run.recorder()) {
        recorder.step(RunRecorderTest.step(step, 1.0));
      }
    }
    run.truncateAfter(1);

    assertEquals(RunInfo.Status.FAILED, run.readInfo().status());
    assertEquals(1, Files.readAllLines(runs.resolve("first/metrics.jsonl")).size());
    assertThrows(ConfigException.class, () -> RunDirectory.create(config, hadoop));
    assertEquals(run.path(), RunDirectory.open(run.path().toString(), hadoop).path());
  }

  @Test
  void checksumFilesStayAway() throws IOException {
    RunDirectory run = create();
    run.writeInfo(info());
    run.recorder().close();

    try (Stream<Path> files = Files.walk(runs)) {
      assertFalse(files.anyMatch(file -> file.toString().endsWith(".crc")));
    }
    assertArrayEquals(new byte[0], Files.readAllBytes(runs.resolve("first/metrics.jsonl")));
  }
}

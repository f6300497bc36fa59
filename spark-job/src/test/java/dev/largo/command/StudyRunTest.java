package dev.largo.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.ConfigException;
import dev.largo.config.ConfigTemplate;
import dev.largo.study.CellResult;
import dev.largo.study.Study;
import dev.largo.study.StudyDirectory;
import dev.largo.study.StudyInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Studies that come to an end without a step. */
@Timeout(120)
final class StudyRunTest {
  private final Configuration hadoop = new Configuration();

  @TempDir Path directory;

  private int run(boolean retryFailed) throws Exception {
    ConfigTemplate template =
        new TinyRuns(directory)
            .template(
                "model={name=null,file=" + directory.resolve("none.zip") + "}",
                "seed=[1]",
                "study.cells=[{name=tuned,schedule.base-lr={log-uniform=[0.01,1]}},{name=plain,schedule.base-lr=0.5}]",
                "search={trials=1,stages=[{keep=1}]}");
    Study study = Study.of(template, StudyRun.samples(hadoop));
    return new StudyRun(study, TinyRuns.silent(), hadoop, retryFailed).execute(template);
  }

  private List<CellResult> results() throws Exception {
    return StudyDirectory.ofStudy(directory.resolve("runs").toString(), "tiny", hadoop)
        .readResults();
  }

  @Test
  void cellsWhoseSearchFindsNothingHaveFailedWithoutAValue() throws Exception {
    assertEquals(ExitStatus.FAILED, run(false));
    List<CellResult> first = results();
    assertEquals(ExitStatus.FAILED, run(true));

    assertEquals(first, results(), "nothing is trained with a draw that was not found");
    assertEquals(List.of("tuned", "plain"), first.stream().map(CellResult::cell).toList());
    assertEquals("its search found nothing that can be trained", first.get(0).error());
    assertEquals(Map.of(), first.get(0).tuned());
    assertTrue(String.valueOf(first.get(1).error()).contains("none.zip"), first::toString);
    assertFalse(Files.exists(directory.resolve("runs/tiny/cells/tuned")));
  }

  private String refusal(String... keys) throws Exception {
    ConfigTemplate template = new TinyRuns(directory).template(keys);
    Study study = Study.of(template, StudyRun.samples(hadoop));
    StudyRun run = new StudyRun(study, TinyRuns.silent(), hadoop, false);
    return String.valueOf(
        assertThrows(ConfigException.class, () -> run.execute(template)).getMessage());
  }

  @Test
  void placeOfSomethingElseIsRefusedAndLeftAlone() throws Exception {
    Path place = directory.resolve("runs/tiny");
    String refused = "name: " + place + " is there already, and is no study; choose another name";

    Files.createDirectories(place.getParent());
    Files.writeString(place, "a file");
    assertEquals(refused, refusal("seed=[1,2]"));
    Files.delete(place);
    Files.writeString(Files.createDirectory(place).resolve("thesis.txt"), "somebody's");
    assertEquals(refused, refusal("seed=[1,2]"));

    try (Stream<Path> files = Files.list(place)) {
      assertEquals(List.of(place.resolve("thesis.txt")), files.toList());
    }
  }

  @Test
  void studyIsNoRun() throws Exception {
    String study = Files.createDirectories(directory.resolve("runs/several")).toString();
    Files.writeString(Path.of(study, "study.json"), "{}");

    assertEquals(
        study
            + ": is a study, not a run; give one of its runs, or go on with it: largo study "
            + study
            + "/config.conf",
        assertThrows(ConfigException.class, () -> StudyDirectory.openRun(study, hadoop))
            .getMessage());
  }

  @Test
  void anotherBudgetIsToldAsSuch() throws Exception {
    StudyDirectory begun =
        StudyDirectory.ofStudy(directory.resolve("runs").toString(), "tiny", hadoop);
    begun.begin(
        StudyInfo.started("3.5.5", 2, Instant.EPOCH),
        new TinyRuns(directory).template("seed=[1,2]", "study.budget.epochs=2").render());

    assertEquals(
        "study.budget: is not what it is in "
            + begun.shown()
            + "/config.conf; choose another name, or put it back",
        refusal("seed=[1,2]", "study.budget.epochs=3"));
  }
}

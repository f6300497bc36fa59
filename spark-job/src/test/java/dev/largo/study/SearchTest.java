package dev.largo.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.ConfigException;
import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import dev.largo.train.EvaluationRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SearchTest {
  private static final String RATE = "schedule.base-lr={log-uniform=[0.01,1]}";
  private static final String STAGES =
      "search.stages=[{keep=3,epochs=1},{keep=2,epochs=3},{keep=1}]";

  private static Search search(String... more) {
    List<String> overrides = new ArrayList<>(List.of(RATE, STAGES, "search.trials=8"));
    overrides.addAll(List.of(more));
    return Search.of(Plans.template(overrides.toArray(String[]::new)), data -> Plans.SAMPLES);
  }

  private static List<Integer> numbers(List<Trial> trials) {
    return trials.stream().map(Trial::number).toList();
  }

  @Test
  void survivorsGoOnBesideNewDrawsFromWhatIsLeft() {
    Search search = search();
    List<Trial> first = search.trials(1, List.of());
    List<Trial> second = search.trials(2, List.of(first.get(4), first.get(1), first.get(6)));
    List<Trial> last = search.trials(3, List.of(second.get(3), second.get(0)));

    assertEquals(IntStream.rangeClosed(1, 8).boxed().toList(), numbers(first));
    assertEquals(List.of(5, 2, 7, 9, 10, 11), numbers(second));
    assertEquals(List.of(9, 5), numbers(last));
  }

  @Test
  void trialsAreTheSameInEverySearchOfTheSameSeed() {
    assertEquals(search().trials(1, List.of()), search().trials(1, List.of()));
    List<Trial> other = search("search.seed=2").trials(1, List.of());
    assertNotEquals(other, search().trials(1, List.of()));
  }

  @Test
  void trialsOfAStageTakeOneOfEachPartOfARange() {
    List<Trial> trials =
        search("search.trials=10", "schedule.base-lr={log-uniform=[1e-5,1]}").trials(1, List.of());

    List<Integer> decades =
        trials.stream().map(t -> (int) Math.floor(2 * Math.log10(rate(t)))).sorted().toList();
    assertEquals(IntStream.rangeClosed(-10, -1).boxed().toList(), decades);
    assertNotEquals(
        trials.stream().sorted(Comparator.comparing(SearchTest::rate)).toList(), trials);
    assertTrue(problem("search.stages=[{keep=1,draws=0}]").contains("draws = 0"));
  }

  @Test
  void stageHasItsOwnKeysAndTheTrialItsValues() {
    Search search = search();
    Trial trial = search.trials(1, List.of()).get(2);

    Cell cell = search.cell(trial, 2);

    assertEquals("trial-003_stage-2", cell.name());
    assertEquals("runs/plan/trials", cell.config().runs());
    assertEquals(3, cell.config().epochs());
    assertEquals(trial.values().get("schedule.base-lr"), cell.config().schedule().baseLr());
    assertEquals(10, search.cell(trial, 3).config().epochs());
    LargoConfig best = search.bestRun(search.cell(trial, 3));
    assertEquals("plan-best", best.name());
    assertEquals("runs", best.runs());
    assertEquals(best, ConfigLoader.load("best.conf", ConfigLoader.render(best), List.of()));
  }

  @Test
  void widestRunsAreThoseOfAllStagesAndOfTheMostWorkersThatMayBeDrawn() {
    Search staged =
        search("batch.micro=8", "search.stages=[{keep=2,workers=1},{keep=1,workers=4}]");
    assertEquals(4, mostWorkers(staged));

    Search drawn = search("batch.micro=8", "search.trials=1", "workers={integer=[1,8]}");
    assertEquals(8, mostWorkers(drawn));
    Search chosen = search("batch.micro=8", "search.trials=1", "workers={choice=[2,5,1]}");
    assertEquals(5, mostWorkers(chosen));
  }

  private static int mostWorkers(Search search) {
    return search.widest().stream().mapToInt(run -> run.workers().count()).max().orElseThrow();
  }

  /** In Persian numbers have digits of their own. */
  @Test
  void namesOfTrialsAreTheSameInAnyLanguage() {
    Search search = search();
    Trial trial = search.trials(1, List.of()).get(0);
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("fa-IR"));
    try {
      assertEquals("trial-001_stage-1", search.cell(trial, 1).name());
    } finally {
      Locale.setDefault(before);
    }
  }

  private CellResult result(Search search, int number, double top1, double loss) {
    Cell cell = search.cell(search.trials(1, List.of()).get(0), 1);
    EvaluationRecord evaluation = new EvaluationRecord(1, 1, "checkpoint", top1, 1, loss, 10);
    return CellSummary.of(cell, List.of(), List.of(evaluation), 1).of(1, number);
  }

  @Test
  void bestIsByTopOneThenLossThenTheEarlierDraw() {
    Search search = search();
    Cell cell = search.cell(search.trials(1, List.of()).get(0), 1);
    List<CellResult> results =
        List.of(
            CellSummary.unbegun(cell, "trials", "no").of(1, 1),
            result(search, 2, 0.5, 1),
            result(search, 4, 0.75, 2),
            result(search, 3, 0.75, 2),
            result(search, 5, 0.75, 1),
            result(search, 6, Double.NaN, 1));

    assertEquals(
        List.of(5, 3, 4, 2), Search.best(results, 9).stream().map(CellResult::trial).toList());
    assertEquals(2, Search.best(results, 2).size());
  }

  @Test
  void bestValueAtAnEndOfTheFirstRangeIsToldOf() {
    Search search = search("search.trials=200");
    List<Trial> trials = search.trials(1, List.of());
    Trial lowest = trials.stream().min((a, b) -> Double.compare(rate(a), rate(b))).orElseThrow();

    assertEquals(1, search.edges(lowest).size());
    assertTrue(search.edges(lowest).get(0).startsWith("schedule.base-lr = 0.01"));
    Trial middle = trials.stream().filter(t -> rate(t) > 0.05 && rate(t) < 0.2).findFirst().get();
    assertEquals(List.of(), search.edges(middle));
  }

  private static double rate(Trial trial) {
    return (double) Objects.requireNonNull(trial.values().get("schedule.base-lr"));
  }

  private static String problem(String... overrides) {
    return assertThrows(ConfigException.class, () -> search(overrides)).problems().get(0);
  }

  @Test
  void whatCannotBeSearchedIsRefusedBeforeTheFirstTrial() {
    assertTrue(problem("schedule.base-lr=1").contains("nothing is drawn"));
    assertTrue(problem("batch.global={uniform=[1]}").contains("two numbers"));
    assertTrue(problem("batch.global={choice=[64,100]}").contains("not a multiple"));
    assertTrue(problem("search.stages=[{keep=1,schedule.base-lr=1}]").contains("not a stage's"));
    assertTrue(problem("search.stages=[{epochs=1}]").contains("keep must be"));
    assertTrue(problem("search.stages=[{keep=1,epochs=0}]").contains("epochs = 0"));
    assertTrue(problem("seed=[1,2]").contains("seed = [1,2]"));
    assertTrue(problem("batch.micro={choice=[null,32]}").contains("choice cannot have null"));
    assertTrue(problem("study.budget.steps=2").contains("largo study"));
  }

  @Test
  void searchGoesOnOnlyAsItWas() {
    Search search = search();
    String[] same = {RATE, STAGES, "search.trials=8"};

    search.requireToGoOn(Plans.template(same), "runs/plan");
    String[] other = {RATE, STAGES, "search.trials=9"};
    assertThrows(
        ConfigException.class, () -> search.requireToGoOn(Plans.template(other), "runs/plan"));
    String[] epochs = {RATE, STAGES, "search.trials=8", "epochs=11"};
    String message =
        assertThrows(
                ConfigException.class,
                () -> search.requireToGoOn(Plans.template(epochs), "runs/plan"))
            .problems()
            .get(0);
    assertTrue(message.startsWith("epochs = 10: was 11"), message);
  }
}

package dev.largo.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.ConfigException;
import dev.largo.config.ConfigTemplate;
import dev.largo.config.EmaConfig;
import dev.largo.config.LargoConfig;
import dev.largo.config.OptimizerName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class StudyTest {
  private static List<String> names(Study study) {
    return study.cells().stream().map(Cell::name).toList();
  }

  private static List<String> problems(String... overrides) {
    return assertThrows(ConfigException.class, () -> Plans.study(overrides)).problems();
  }

  @Test
  void everyCombinationOfListsIsACellOfItsOwn() {
    Study study = Plans.study("batch.global=[64,128]", "seed=[1,2]", "optimizer.name=[lars,sgd]");

    assertEquals(
        List.of(
            "global-64_lars_seed-1",
            "global-64_lars_seed-2",
            "global-64_sgd_seed-1",
            "global-64_sgd_seed-2",
            "global-128_lars_seed-1",
            "global-128_lars_seed-2",
            "global-128_sgd_seed-1",
            "global-128_sgd_seed-2"),
        names(study));
    Cell last = study.cells().get(7);
    assertEquals(Map.of("batch.global", 128, "optimizer.name", "sgd", "seed", 2), last.values());
    assertEquals("runs/plan/cells", last.config().runs());
    assertEquals("global-128_sgd_seed-2", last.config().name());
    assertEquals(OptimizerName.SGD, last.config().optimizer().name());
  }

  @Test
  void listsOfListsAreDimensionsOfKeysThatTakeLists() {
    Study study =
        Plans.study("averaging.ema={enabled=true,decay=[[0.9],[0.9,0.99]]}", "epochs=[10]");

    assertEquals(List.of("ema-decay-0.9", "ema-decay-0.9-0.99"), names(study));
    EmaConfig ema = study.cells().get(1).config().averaging().ema();
    assertEquals(List.of(0.9, 0.99), Objects.requireNonNull(ema).decays());
    Study one = Plans.study("averaging.ema={enabled=true,decay=[0.9,0.99]}", "seed=[1]");
    assertEquals(List.of("seed-1"), names(one));
  }

  @Test
  void namedCellsAreCrossedWithTheGridAndMayHaveDimensionsOfTheirOwn() {
    Study study =
        Plans.study(
            "seed=[1,2]",
            "optimizer={name=lars,trust-coefficient=0.02}",
            "study.cells=[{name=a,batch.global=[64,128]},"
                + "{name=b,optimizer.name=momentum,optimizer.trust-coefficient=null,seed=7}]");

    assertEquals(
        List.of(
            "a_global-64_seed-1",
            "a_global-64_seed-2",
            "a_global-128_seed-1",
            "a_global-128_seed-2",
            "b"),
        names(study));
    assertEquals(7, study.cells().get(4).config().seed());
    assertNull(study.cells().get(4).values().get("optimizer.trust-coefficient"));
    assertEquals(0.02, study.cells().get(0).values().get("optimizer.trust-coefficient"));
  }

  @Test
  void budgetMakesCellsOfAllBatchesAsLong() {
    String batches = "batch.global=[64,512]";
    List<LargoConfig> steps = configs(Plans.study(batches, "study.budget.steps=100"));
    assertEquals(List.of(7, 100), steps.stream().map(LargoConfig::epochs).toList());
    assertEquals(100, steps.get(0).stop().steps());
    assertNull(steps.get(1).stop().steps());

    List<LargoConfig> samples = configs(Plans.study(batches, "study.budget.samples=6400"));
    assertEquals(List.of(7, 13), samples.stream().map(LargoConfig::epochs).toList());
    assertEquals(100, samples.get(0).stop().steps());

    Study target = Plans.study(batches, "study.budget={epochs=3,top1=0.9}");
    assertEquals(List.of(3, 3), configs(target).stream().map(LargoConfig::epochs).toList());
    assertEquals(0.9, configs(target).get(1).stop().top1());
    assertEquals(0.9, target.target());
  }

  private static List<LargoConfig> configs(Study study) {
    return study.cells().stream().map(Cell::config).toList();
  }

  @Test
  void everyProblemOfEveryCellIsToldBeforeAnyRuns() {
    List<String> problems = problems("batch.global=[64,100]", "optimizer.name=[lars,larz]");
    assertEquals(2, problems.size(), problems::toString);
    assertTrue(
        problems.get(0).contains("cell global-64_larz and 1 more: ")
            && problems.get(0).contains("did you mean lars?"),
        problems::toString);
    assertTrue(
        problems.get(1).contains("cell global-100_lars and 1 more: ")
            && problems.get(1).contains("batch.global = 100: not a multiple"),
        problems::toString);
  }

  @Test
  void whatIsWrongWithAllCellsIsToldOnce() {
    List<String> problems = problems("seed=[1,2]", "optimizr.name=lars");

    assertEquals(1, problems.size(), problems::toString);
    assertTrue(problems.get(0).startsWith("optimizr"), problems::toString);
    assertTrue(problems.get(0).contains("did you mean optimizer"), problems::toString);
  }

  @Test
  void batchesThatDoNotFitTheTrainingSetAreRefusedWithTheirCell() {
    List<String> problems = problems("batch.global=[64,2048]");

    assertEquals(1, problems.size());
    assertTrue(problems.get(0).startsWith("cell global-2048: batch.global = 2048 is more than"));
  }

  @Test
  void impossibleGridsAreRefused() {
    assertTrue(problems().get(0).contains("nothing varies"));
    assertTrue(problems("seed=[]").get(0).contains("without values"));
    assertTrue(problems("seed=[1,1]").get(0).contains("twice"));
    assertTrue(problems("name=[a,b]").get(0).startsWith("name: "));
    assertTrue(problems("study.cells=[{epochs=2}]").get(0).contains("needs a name"));
    assertTrue(problems("study.cells=[{name=a},{name=a}]").get(0).contains("called a"));
    assertTrue(problems("seed=[1]", "study.budget={steps=1,epochs=1}").get(0).contains("keep one"));
    assertTrue(problems("seed=[1]", "study.budgets.steps=1").get(0).contains("did you mean"));
    assertTrue(problems("seed=[1]", "search.trials=2").get(0).contains("nothing is drawn"));
  }

  @Test
  void writtenStudyIsTheSameStudy() {
    String[] overrides = {
      "seed=[1,2]", "study.cells=[{name=a,epochs=3},{name=b}]", "study.budget.top1=0.5"
    };
    ConfigTemplate read =
        ConfigTemplate.load("config.conf", Plans.template(overrides).render(), List.of());

    assertEquals(Plans.study(overrides), Study.of(read, data -> Plans.SAMPLES));
  }

  @Test
  void studyGoesOnWithMoreCellsButNotWithOthers() {
    Study earlier = Plans.study("seed=[1,2]");

    Plans.study("seed=[1,2,3]").requireToGoOn(earlier, "runs/plan");
    ConfigException changed =
        assertThrows(
            ConfigException.class,
            () -> Plans.study("seed=[1,2]", "epochs=11").requireToGoOn(earlier, "runs/plan"));
    assertTrue(
        changed.problems().get(0).startsWith("epochs = 11: was 10 for cell seed-1 of runs/plan"),
        changed::getMessage);
    ConfigException less =
        assertThrows(
            ConfigException.class,
            () -> Plans.study("seed=[1,3]").requireToGoOn(earlier, "runs/plan"));
    assertTrue(less.problems().get(0).contains("seed-2"), less::getMessage);
  }

  @Test
  void namesSayWhichKeyIsMeant() {
    Study study =
        Plans.study(
            "epochs=[10,20]", "schedule.warmup.epochs=[0,2.5]", "evaluation.every=[1 epoch]");

    assertEquals("epochs-10_warmup-epochs-0", study.cells().get(0).name());
    assertEquals("epochs-20_warmup-epochs-2.5", study.cells().get(3).name());
    Study same = Plans.study("evaluation.every=[1 epoch,2 epochs]", "checkpoint.every=[1 epoch]");
    assertEquals("evaluation-every-1-epoch", same.cells().get(0).name());
  }

  private static final String[] TUNED = {
    "seed=[1,2]",
    "study.budget.epochs=3",
    "study.cells=[{name=a,batch.global=[64,128],schedule.base-lr={log-uniform=[0.01,1]}},{name=b,schedule.base-lr=0.5}]",
    "search={trials=4,stages=[{keep=1,epochs=1,schedule.warmup.epochs=0}]}"
  };

  @Test
  void distributionsAreSearchedOnceForAllSeeds() {
    Study study = Plans.study(TUNED);

    assertEquals(6, study.cells().size());
    assertEquals(
        List.of(
            Set.of("a_global-64_seed-1", "a_global-64_seed-2"),
            Set.of("a_global-128_seed-1", "a_global-128_seed-2")),
        study.tunings().stream().map(Tuning::cells).toList());
    Tuning tuning = study.tunings().get(1);
    Search search = tuning.search();
    assertEquals("runs/plan/searches", search.runs());
    assertEquals("a_global-128", search.name());
    LargoConfig trial = search.cell(search.trials(1, List.of()).get(0), 1).config();
    assertEquals(128, trial.batch().global());
    assertEquals(1, trial.epochs());
    assertEquals(1001, trial.seed(), "none of the study's");
    assertEquals("runs/plan/searches/a_global-128/trials", trial.runs());
  }

  @Test
  void cellsAreTrainedWithWhatWasFound() {
    Study study = Plans.study(TUNED);
    Trial best = new Trial(3, new TreeMap<>(Map.of("schedule.base-lr", 0.25)));

    Cell cell = Objects.requireNonNull(study.tunings().get(0).with(best).get("a_global-64_seed-2"));

    assertEquals(0.25, cell.config().schedule().baseLr());
    assertEquals(3, cell.config().epochs());
    assertEquals(2, cell.config().seed());
    assertEquals(Map.of("schedule.base-lr", 0.25), cell.tuned());
    assertEquals(Map.of("batch.global", 64, "seed", 2), cell.values());
    Cell untuned = study.cells().get(4);
    assertEquals(0.5, untuned.config().schedule().baseLr());
    assertTrue(untuned.tuned().isEmpty());
  }

  @Test
  void studyDoesNotGoOnWithAnotherSearch() {
    Study earlier = Plans.study(TUNED);
    String[] other = TUNED.clone();
    other[3] = other[3].replace("trials=4", "trials=5");

    Plans.study(TUNED).requireToGoOn(earlier, "runs/plan");
    Search search = earlier.tunings().get(0).search();
    search.requireToGoOn(
        ConfigTemplate.load("config.conf", search.template().render(), List.of()), "runs/plan");
    ConfigException changed =
        assertThrows(
            ConfigException.class, () -> Plans.study(other).requireToGoOn(earlier, "runs/plan"));
    assertTrue(
        changed.problems().get(0).contains("runs/plan/searches/a_global-64"), changed::getMessage);
  }

  @Test
  void budgetOfStepsOrSamplesIsTheSameForAllTrials() {
    String drawn =
        "study.cells=[{name=a,batch.global={choice=[64,128]}},{name=b,schedule.base-lr={uniform=[0.1,1]}}]";
    String staged = "search={trials=4,stages=[{keep=1,batch.global=32}]}";

    for (String counted : List.of("steps=100", "samples=6400")) {
      assertTrue(
          problems("seed=[1,2]", "study.budget." + counted, drawn)
              .get(0)
              .contains("batch.global: is for a search to vary only where"));
      assertTrue(
          problems(
                  "study.budget." + counted,
                  "schedule.base-lr={uniform=[0.1,1]}",
                  "seed=[1]",
                  staged)
              .get(0)
              .contains("batch.global: is for a search to vary only where"));
    }
    assertEquals(4, Plans.study("seed=[1,2]", "study.budget.epochs=3", drawn).cells().size());
  }

  @Test
  void cellsHaveNoTunedValuesBeforeTheirSearch() {
    Cell cell = Plans.study(TUNED).cells().get(0);

    assertEquals(Map.of(), cell.tuned());
    assertEquals(Map.of("batch.global", 64, "seed", 1), cell.values());
  }

  @Test
  void runsAtTheSameTimeNeedTheirNumberOfWorkers() {
    assertEquals(2, Plans.study("seed=[1,2]", "study.parallel=2", "workers=1").parallel());
    assertTrue(problems("seed=[1,2]", "study.parallel=2").get(0).startsWith("workers = auto: "));
    assertTrue(
        problems("seed=[1,2]", "study.parallel=2", "workers=1", "aggregation.mode=driver")
            .get(0)
            .startsWith("aggregation.mode = driver: "));
    Study tuned = Plans.study(add(TUNED, "study.parallel=2", "workers=1"));
    assertEquals(2, tuned.tunings().get(0).search().parallel());
    tuned.requireToGoOn(Plans.study(add(TUNED, "workers=1")), "runs/plan");
  }

  private static String[] add(String[] overrides, String... more) {
    return Stream.concat(Stream.of(overrides), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void impossibleSearchesAreRefused() {
    assertTrue(
        problems("seed=[1]", "schedule.base-lr={log-uniform=[1,0.1]}")
            .get(0)
            .contains("the smaller one first"));
    assertTrue(
        problems("seed=[1]", "batch.micro={choice=[32,48]}").get(0).contains("batch.global"));
  }
}

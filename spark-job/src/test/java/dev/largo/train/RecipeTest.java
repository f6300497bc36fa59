package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.ConfigLoader;
import dev.largo.optim.schedule.Schedule;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecipeTest {
  private static TrainingPlan plan(String... overrides) {
    String text =
        """
        largo {
          name = test
          data { format = idx, train = x, validation = x }
          model.name = lenet
          batch { global = 512, micro = 64 }
          epochs = 8
          schedule { base-lr = 0.1, base-batch = 256, warmup.epochs = 2 }
        }
        """;
    return TrainingPlan.of(ConfigLoader.load("test", text, List.of(overrides)), 5120);
  }

  @Test
  void rateIsScaledByTheBatchBehindAWarmUp() {
    Schedule schedule = Recipe.schedule(plan());

    assertEquals(0, schedule.rate(0));
    assertEquals(0.1, schedule.rate(10), 1e-12);
    assertEquals(0.2, schedule.rate(20), 1e-12);
    assertTrue(schedule.rate(79) < 0.001, "decays to the end");
  }

  @Test
  void ratesOfTheAveragingPhaseAreUsedAsTheyAre() {
    Schedule constant =
        Recipe.schedule(plan("averaging.swa={enabled=true,start-epoch=6,rate=constant,lr=0.05}"));
    assertEquals(0.05, constant.rate(60));
    assertEquals(0.05, constant.rate(79));

    Schedule cyclical =
        Recipe.schedule(
            plan("averaging.swa={enabled=true,start-epoch=6,rate=cyclical,lr=0.02,max-lr=0.04}"));
    assertEquals(0.038, cyclical.rate(60), 1e-12);
    assertEquals(0.02, cyclical.rate(69), 1e-12);
    assertEquals(0.038, cyclical.rate(70), 1e-12);
  }

  @Test
  void averageWithoutASampleIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> plan("averaging.swa={enabled=true,start-epoch=7.5,every=6 steps}"));
    assertTrue(String.valueOf(e.getMessage()).startsWith("averaging.swa.every = 6 steps: "));
  }

  @Test
  void milestonesOfOneStepAreRefused() {
    TrainingPlan plan = plan("schedule.decay={kind=step,milestones=[4.01,4.02]}");

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Recipe.schedule(plan));
    assertTrue(String.valueOf(e.getMessage()).startsWith("schedule.decay.milestones = "));
  }
}

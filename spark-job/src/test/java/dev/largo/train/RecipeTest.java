package dev.largo.train;

import static dev.largo.optim.StepContext.Detail.GLOBAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.ConfigLoader;
import dev.largo.config.OptimizerName;
import dev.largo.optim.HybridSpec;
import dev.largo.optim.LambSpec;
import dev.largo.optim.LayerSums;
import dev.largo.optim.LookaheadSpec;
import dev.largo.optim.Optimizer;
import dev.largo.optim.Optimizers;
import dev.largo.optim.StepContext;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.layout.Slice;
import dev.largo.optim.schedule.Schedule;
import dev.largo.optim.transform.BiasCorrection;
import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.LambRatio;
import dev.largo.optim.transform.Transforms;
import dev.largo.optim.transform.Transition;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  @ParameterizedTest
  @EnumSource(OptimizerName.class)
  void everyNamedOptimizerReducesALoss(OptimizerName name) {
    // 1/2 ||w - 1||^2 from w between 0.5 and 2, whose gradient is w - 1.
    TrainingPlan plan =
        plan("optimizer.name=" + name, "optimizer.lookahead.steps=2", "batch.global=512");
    ParameterLayout layout =
        new ParameterLayout(
            List.of(
                new Segment("w", "dense", Role.WEIGHT, 0, 12, List.of(3, 4)),
                new Segment("b", "dense", Role.BIAS, 12, 3, List.of(3))));
    Optimizer optimizer =
        new Optimizer(
            Recipe.optimizer(plan.config().optimizer(), plan.stepsPerEpoch()),
            layout,
            Slice.whole(layout));
    float[] weights = new float[layout.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 0.5f + 0.1f * i;
    }
    double before = loss(weights);
    for (int step = 1; step <= 8; step++) {
      float[] gradient = new float[weights.length];
      for (int i = 0; i < weights.length; i++) {
        gradient[i] = weights[i] - 1;
      }
      optimizer.step(weights, gradient, new StepContext(step, 0.02, GLOBAL), LayerSums.LOCAL);
    }

    assertTrue(loss(weights) < before, () -> name + " leads from " + before);
    assertTrue(optimizer.state().containsKey("slow-weights"));
  }

  private static double loss(float[] weights) {
    double loss = 0;
    for (float w : weights) {
      loss += (w - 1) * (w - 1) / 2;
    }
    return loss;
  }

  @Test
  void transitionIsMeasuredInEpochs() {
    TrainingPlan plan =
        plan("optimizer={name=rmsprop-to-momentum,transition={center-epochs=1.5,period-epochs=2}}");

    assertEquals(
        Optimizers.rmsPropToMomentum(
                new HybridSpec(1e-4, new Transition(15, 20, Transition.Slope.CONTINUOUS)))
            .stages(),
        Recipe.optimizer(plan.config().optimizer(), plan.stepsPerEpoch()).stages());
  }

  @Test
  void keysReachTheChain() {
    assertEquals(
        GradientTransform.chain(
                Transforms.clipByGlobalNorm(2),
                Optimizers.lookahead(
                    Optimizers.lamb(
                        new LambSpec(
                            0.8,
                            0.95,
                            1e-5,
                            0.03,
                            new LambRatio(0.5, 3),
                            BiasCorrection.OFF,
                            Set.of(Role.BIAS),
                            Set.of(Role.BIAS))),
                    new LookaheadSpec(7, 0.25)))
            .stages(),
        Recipe.optimizer(
                plan(
                        "optimizer={name=lamb,beta1=0.8,beta2=0.95,epsilon=1e-5,weight-decay=0.03}",
                        "optimizer={phi-min=0.5,phi-max=3,bias-correction=off,exclude=[bias]}",
                        "optimizer={max-gradient-norm=2,lookahead={steps=7,alpha=0.25}}")
                    .config()
                    .optimizer(),
                10)
            .stages());
  }

  @Test
  void averagesWithoutASampleAreRefused() {
    for (String name : List.of("ema", "last-k")) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> plan("averaging." + name + "={enabled=true,every=\"81 steps\"}"));
      assertEquals(
          "averaging."
              + name
              + ".every = 81 steps: no sample is taken before the end of the run, epochs = 8;"
              + " sample more often",
          e.getMessage());
    }
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

package dev.largo.train;

import static dev.largo.optim.StepContext.Detail.GLOBAL;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import dev.largo.optim.SgdSpec;
import dev.largo.optim.StepContext;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.layout.Slice;
import dev.largo.optim.transform.BiasCorrection;
import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.LambRatio;
import dev.largo.optim.transform.Transforms;
import dev.largo.optim.transform.Transition;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    LearningRate schedule = Recipe.learningRate(plan());

    assertEquals(0, schedule.rate(0));
    assertEquals(0.1, schedule.rate(10), 1e-12);
    assertEquals(0.2, schedule.rate(20), 1e-12);
    assertTrue(schedule.rate(79) < 0.001, "decays to the end");
  }

  @Test
  void ratesOfTheAveragingPhaseAreUsedAsTheyAre() {
    LearningRate constant =
        Recipe.learningRate(
            plan("averaging.swa={enabled=true,start-epoch=6,rate=constant,lr=0.05}"));
    assertEquals(0.05, constant.rate(60));
    assertEquals(0.05, constant.rate(79));

    LearningRate cyclical =
        Recipe.learningRate(
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
      optimizer.step(weights, gradient, new StepContext(0.02, GLOBAL), LayerSums.LOCAL);
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
  void clippingComesFirst() {
    assertEquals(
        GradientTransform.chain(
                Transforms.clipByGlobalNorm(2),
                Transforms.clipByLayerNorm(0.5),
                Transforms.adaptiveClip(0.02, 1e-3, Set.of("out")),
                Optimizers.sgd(new SgdSpec(1e-4)))
            .stages(),
        Recipe.optimizer(clipping().config().optimizer(), 10).stages());
  }

  private static TrainingPlan clipping() {
    return plan(
        "optimizer={name=sgd,max-gradient-norm=2,max-layer-gradient-norm=0.5}",
        "optimizer.adaptive-clip={factor=0.02,except-layers=[out]}");
  }

  @Test
  void layersThatAreNamedMustBeThere() {
    Segment first = new Segment("fc1.W", "fc1", Role.WEIGHT, 0, 12, List.of(3, 4));
    Segment last = new Segment("out.W", "out", Role.WEIGHT, 12, 3, List.of(3, 1));

    Recipe.requireLayers(
        clipping().config().optimizer(), new ParameterLayout(List.of(first, last)));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Recipe.requireLayers(
                    clipping().config().optimizer(), new ParameterLayout(List.of(first))));

    assertEquals(
        "optimizer.adaptive-clip.except-layers: no layer is named out; the layers are fc1",
        e.getMessage());
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

  /** 10 steps an epoch, warm-up until step 20, peak 0.2. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "constant | 79 | 0.2",
        "step,milestones=[3],factor=0.5 | 29 | 0.2",
        "step,milestones=[3],factor=0.5 | 30 | 0.1",
        "piecewise,milestones=[3,4.5],rates=[0.2,0.01] | 29 | 0.2",
        "piecewise,milestones=[3,4.5],rates=[0.2,0.01] | 30 | 0.4",
        "piecewise,milestones=[3,4.5],rates=[0.2,0.01] | 44 | 0.4",
        "piecewise,milestones=[3,4.5],rates=[0.2,0.01] | 45 | 0.02",
        "staircase,every=2 epochs,factor=0.5 | 39 | 0.2",
        "staircase,every=2 epochs,factor=0.5 | 40 | 0.1",
        "staircase,every=2 epochs,factor=0.5,end-lr=0.06 | 70 | 0.06",
        "exponential,every=2 epochs,factor=0.25 | 30 | 0.1",
        "exponential,every=5 steps,factor=0.5 | 30 | 0.05",
        "inverse-time,slope=0.5 | 40 | 0.1",
        "inverse-square-root | 80 | 0.1",
        "triangular,every=10 steps,end-lr=0.1 | 20 | 0.1",
        "triangular,every=10 steps,end-lr=0.1 | 50 | 0.2",
        "triangular2,every=10 steps,end-lr=0.1 | 50 | 0.15",
        "slow-start | 79 | 0.1",
        "plateau | 79 | 0.2"
      })
  void decayCountsFromTheWarmUpsEnd(String decay, long step, double rate) {
    LearningRate schedule =
        Recipe.learningRate(
            plan(
                "schedule.decay={kind=" + decay.replaceAll("every=([^,]*)", "every=\"$1\"") + "}"));

    assertEquals(rate, schedule.rate(step), 1e-12);
    assertEquals(schedule.rate(20) / 2, schedule.rate(10), 1e-12, "the warm-up is half way");
  }

  @Test
  void slowStartCountsItsEpochsFromTheRunsStart() {
    LearningRate schedule =
        Recipe.learningRate(plan("schedule.decay.kind=slow-start", "epochs=90"));

    assertEquals(0.1, schedule.rate(399), 1e-12);
    assertEquals(0.015, schedule.rate(400), 1e-12);
    assertEquals(0.0002, schedule.rate(850), 1e-12);
  }

  /** alpha is the larger root of x^2 - (1 + 0.5 - 0.2 * 0.25) x + 0.5 = 0. */
  @Test
  void growthStandsInForTheOptimizersWeightDecay() {
    LearningRate schedule =
        Recipe.learningRate(
            plan(
                "schedule={warmup.epochs=0,decay={kind=exponential-growth,weight-decay=0.25}}",
                "optimizer={name=momentum,momentum=0.5,weight-decay=0}"));
    double alpha = (1.45 + Math.sqrt(1.45 * 1.45 - 2)) / 2;

    assertEquals(0.2 / alpha, schedule.rate(0), 1e-12);
    assertEquals(1 / (alpha * alpha), schedule.rate(8) / schedule.rate(7), 1e-12);
  }

  @Test
  void growthOutOfRangeIsRefused() {
    for (String decay : List.of("0.9", "4.9")) {
      TrainingPlan plan =
          plan(
              "schedule.decay={kind=exponential-growth,weight-decay=" + decay + "}",
              "optimizer={name=sgd,weight-decay=0}",
              "epochs=100");

      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> Recipe.learningRate(plan));
      assertTrue(
          String.valueOf(e.getMessage())
              .startsWith(
                  "schedule.decay.weight-decay = " + decay + ": the rate has grown beyond float32"),
          e.getMessage());
    }
  }

  @Test
  void tailOfTheAveragesEndsAtTheirStart() {
    LearningRate schedule =
        Recipe.learningRate(
            plan(
                "schedule={warmup.epochs=0,decay={kind=swa-tail,end-lr=0.05}}",
                "averaging.swa={enabled=true,start-epoch=5}"));

    assertEquals(0.2, schedule.rate(25), 1e-12);
    assertEquals(0.125, schedule.rate(35), 1e-12);
    assertEquals(0.05, schedule.rate(46), 1e-12);
    assertEquals(0.05, schedule.rate(79), 1e-12);
  }

  @Test
  void constantWarmUpJumps() {
    LearningRate schedule = Recipe.learningRate(plan("schedule.warmup={kind=constant,from=0.03}"));

    assertEquals(0.03, schedule.rate(0));
    assertEquals(0.03, schedule.rate(19));
    assertEquals(0.2, schedule.rate(20));
  }

  private static final String PLATEAU =
      "schedule.decay={kind=plateau,patience=1,factor=0.1,threshold=0,end-lr=0.01}";

  @Test
  void plateauDropsWhenTheValidationLossStallsDownToTheEnd() {
    LearningRate rate = Recipe.learningRate(plan(PLATEAU));
    double[] rates = new double[7];
    for (int i = 0; i < rates.length; i++) {
      rate.observe(30 + i, i % 2 == 0 ? 1 : Double.NaN);
      rates[i] = rate.rate(30 + i);
    }

    assertArrayEquals(new double[] {0.2, 0.2, 0.02, 0.02, 0.01, 0.01, 0.01}, rates, 1e-15);
  }

  @Test
  void plateauLeavesWarmUpAndAveragingPhaseAlone() {
    LearningRate rate =
        Recipe.learningRate(
            plan(PLATEAU, "averaging.swa={enabled=true,start-epoch=6,rate=constant,lr=0.05}"));
    for (int step = 1; step < 20; step++) {
      rate.observe(step, 1);
    }
    assertEquals(0.1, rate.rate(10), 1e-12);
    assertEquals(0.2, rate.rate(20), 1e-12, "what the warm-up saw does not count");
    for (int step = 20; step < 30; step++) {
      rate.observe(step, 1);
    }
    assertEquals(0.01, rate.rate(30), 1e-12);
    assertEquals(0.05, rate.rate(60), 1e-12);
  }

  @Test
  void lowerEndAboveTheRateIsRefused() {
    for (String kind : List.of("plateau", "staircase", "triangular", "triangular2")) {
      TrainingPlan plan = plan("schedule.decay={end-lr=0.3,kind=" + kind + "}");

      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> Recipe.learningRate(plan));
      assertEquals(
          "schedule.decay.end-lr = 0.3: above the scaled base rate, 0.2; use at most that",
          e.getMessage());
    }
  }

  @Test
  void milestonesOfOneStepAreRefused() {
    TrainingPlan plan = plan("schedule.decay={kind=step,milestones=[4.01,4.02]}");

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Recipe.learningRate(plan));
    assertTrue(String.valueOf(e.getMessage()).startsWith("schedule.decay.milestones = "));
  }
}

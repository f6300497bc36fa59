package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import dev.largo.config.SwapConfig;
import dev.largo.config.WireFormat;
import dev.largo.data.EpochOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ReplicaRecipeTest {
  private static LargoConfig config(int batch) {
    return ConfigLoader.load(
        "test",
        """
        largo {
          name = test
          data { format = idx, train = x, validation = x }
          model.name = lenet
          batch { global = 64, micro = 4 }
          epochs = 3
          schedule { base-lr = 1, warmup.epochs = 1 }
          aggregation.wire = fp16
          averaging {
            swa { enabled = true, start-epoch = 1 }
            ema.enabled = true
            swap { enabled = true, epochs = 2, batch = %d, lr = 0.5, end-lr = 0.1 }
          }
        }
        """
            .formatted(batch),
        List.of());
  }

  private static final TrainingPlan PLAN = TrainingPlan.of(config(8), 160);
  private static final SwapConfig SWAP = Objects.requireNonNull(PLAN.config().averaging().swap());

  @Test
  void replicaMakesSmallStepsAndKeepsNoAverages() {
    TrainingPlan own = ReplicaRecipe.plan(PLAN, SWAP, 1);

    assertEquals(20, own.stepsPerEpoch());
    assertEquals(40, own.steps());
    assertEquals(2, own.config().batch().microBatches());
    assertEquals(PLAN.config().optimizer(), own.config().optimizer());
    assertEquals(WireFormat.FP32, own.config().aggregation().wire());
    assertNull(own.config().averaging().swa());
    assertNull(own.config().averaging().ema());
    assertNull(own.config().averaging().swap());
  }

  @Test
  void rateFallsOnALineWithoutWarmUpOrScaling() {
    LearningRate rate = ReplicaRecipe.learningRate(ReplicaRecipe.plan(PLAN, SWAP, 1), SWAP);

    assertEquals(0.5, rate.rate(0));
    assertEquals(0.3, rate.rate(20), 1e-15);
    assertEquals(0.11, rate.rate(39), 1e-15);
  }

  @Test
  void everyReplicaVisitsTheTrainingSetInAnOrderOfItsOwn() {
    long orders =
        IntStream.rangeClosed(0, 50)
            .mapToLong(
                replica ->
                    replica == 0
                        ? PLAN.config().seed()
                        : ReplicaRecipe.plan(PLAN, SWAP, replica).config().seed())
            .mapToObj(seed -> Arrays.toString(EpochOrder.permutation(160, seed, 0)))
            .distinct()
            .count();

    assertEquals(51, orders);
  }

  @Test
  void batchBeyondTheTrainingSetIsRefused() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> TrainingPlan.of(config(164), 160));

    assertEquals(
        "averaging.swap.batch = 164 is more than the 160 training samples; use a smaller one",
        e.getMessage());
  }
}

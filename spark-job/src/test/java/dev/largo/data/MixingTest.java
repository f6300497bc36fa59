package dev.largo.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class MixingTest {
  private static final ImageShape SHAPE = new ImageShape(1, 8, 8);

  /** Four samples; all values of sample i are i, and so is its label. */
  private static MicroBatch mixed(double mixup, double cutmix, long seed) {
    MicroBatch batch = new MicroBatch(4, SHAPE);
    for (int i = 0; i < batch.features().length; i++) {
      batch.features()[i] = Math.floorDiv(i, SHAPE.values());
    }
    for (int i = 0; i < 4; i++) {
      batch.labels()[i] = i;
    }
    batch.filled(4, 0);
    new Mixing(mixup, cutmix).apply(batch, new SplitMix64(seed));
    return batch;
  }

  private static double mean(MicroBatch batch, int sample) {
    double sum = 0;
    for (int i = 0; i < SHAPE.values(); i++) {
      sum += batch.features()[sample * SHAPE.values() + i];
    }
    return sum / SHAPE.values();
  }

  /** What the targets say the sample's mean should be. */
  private static double expected(MicroBatch batch, int sample) {
    double sum = 0;
    for (int kind = 0; kind < 4; kind++) {
      sum += kind * batch.target(sample, kind, 4);
    }
    return sum;
  }

  @Test
  void targetsAreSharedAsTheValuesAre() {
    boolean moved = false;
    for (int seed = 0; seed < 40; seed++) {
      for (MicroBatch batch : new MicroBatch[] {mixed(0.4, 0, seed), mixed(0, 1, seed)}) {
        for (int i = 0; i < 4; i++) {
          assertEquals(expected(batch, i), mean(batch, i), 1e-5);
          assertTrue(batch.target(i, batch.labels()[i], 4) >= 0.5);
          moved |= Math.abs(mean(batch, i) - i) > 0.1;
        }
      }
    }
    assertTrue(moved);
  }

  @Test
  void mixupMixesEveryValueAlikeAndCutMixTakesAWholeBox() {
    MicroBatch up = mixed(1, 0, 5);
    MicroBatch cut = mixed(0, 1, 5);
    int other = 0;
    for (int i = 0; i < SHAPE.values(); i++) {
      assertEquals(up.features()[SHAPE.values()], up.features()[SHAPE.values() + i]);
      float value = cut.features()[SHAPE.values() + i];
      assertTrue(value == 1 || value == 0, "value " + value);
      other += value == 0 ? 1 : 0;
    }
    assertTrue(other > 0 && other < SHAPE.values(), "of the other: " + other);
  }

  @Test
  void withBothAMicroBatchHasOneOfThem() {
    int ups = 0;
    for (int seed = 0; seed < 200; seed++) {
      float value = mixed(1, 1, seed).features()[SHAPE.values()];
      ups += value != 0 && value != 1 ? 1 : 0;
    }
    assertTrue(ups > 60 && ups < 140, "mixed up: " + ups);
  }

  @Test
  void oneSampleAloneStaysAsItIs() {
    MicroBatch batch = new MicroBatch(1, SHAPE);
    batch.filled(1, 0);
    new Mixing(1, 1).apply(batch, new SplitMix64(1));

    assertEquals(1, batch.target(0, 0, 4));
  }

  @Test
  void smoothingSpreadsAShareOverAllClasses() {
    MicroBatch batch = new MicroBatch(1, SHAPE);
    batch.labels()[0] = 2;
    batch.filled(1, 0.1);

    assertEquals(0.925, batch.target(0, 2, 4), 1e-12);
    assertEquals(0.025, batch.target(0, 0, 4), 1e-12);
  }
}

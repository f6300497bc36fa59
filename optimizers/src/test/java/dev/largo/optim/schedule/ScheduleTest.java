package dev.largo.optim.schedule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {
  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void warmupRisesByOneIncrementAStepToThePeak(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double from = random.nextDouble(0, 1);
    double peak = random.nextDouble(1, 10);
    int warmup = random.nextInt(1, 200);
    int decay = random.nextInt(50, 500);
    Schedule after =
        random.nextBoolean()
            ? Schedule.polynomial(peak, 0, 2, decay)
            : Schedule.cosine(peak, 0, decay);
    Schedule schedule = after.afterWarmup(from, warmup);

    double increment = (peak - from) / warmup;
    assertEquals(from, schedule.rate(0));
    for (int step = 1; step <= warmup; step++) {
      assertEquals(increment, schedule.rate(step) - schedule.rate(step - 1), 1e-12);
    }
    assertEquals(peak, schedule.rate(warmup));
    for (int step = 1; step <= decay + 10; step++) {
      assertEquals(after.rate(step), schedule.rate(warmup + step));
      assertTrue(schedule.rate(warmup + step) <= schedule.rate(warmup + step - 1));
    }
    assertEquals(0, schedule.rate(warmup + decay), 1e-15);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void decaysAreContinuousAndStayAtTheirEnd(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double peak = random.nextDouble(1, 10);
    double end = random.nextDouble(0, 1);
    int steps = random.nextInt(1, 1000);
    double steepest = Math.PI / 2 * (peak - end) / steps;
    for (Schedule schedule :
        List.of(Schedule.polynomial(peak, end, 1, steps), Schedule.cosine(peak, end, steps))) {
      assertEquals(peak, schedule.rate(0), 1e-12);
      for (int step = 1; step <= steps; step++) {
        double fall = schedule.rate(step - 1) - schedule.rate(step);
        assertTrue(fall > 0 && fall <= steepest * (1 + 1e-9), schedule.describe());
      }
      assertEquals(end, schedule.rate(steps), 1e-12);
      assertEquals(schedule.rate(steps), schedule.rate(steps + 1_000_000L));
    }
  }

  @Test
  void stepDecayDropsAtItsMilestones() {
    Schedule schedule = Schedule.stepDecay(8, List.of(0L, 3L, 5L), 0.5);

    assertEquals(
        List.of(4.0, 4.0, 4.0, 2.0, 2.0, 1.0, 1.0),
        LongStream.range(0, 7).mapToObj(schedule::rate).toList());
  }

  @Test
  void cycleEndsAtItsMinimum() {
    Schedule schedule = Schedule.cyclical(5, 1, 4);

    assertEquals(
        List.of(4.0, 3.0, 2.0, 1.0, 4.0, 3.0),
        LongStream.range(0, 6).mapToObj(schedule::rate).toList());
  }

  @Test
  void nextScheduleBeginsAtItsOwnStepZero() {
    Schedule schedule =
        Schedule.constant(3).then(2, Schedule.polynomial(2, 0, 1, 2)).then(5, Schedule.constant(9));

    assertEquals(
        List.of(3.0, 3.0, 2.0, 1.0, 0.0, 9.0, 9.0),
        LongStream.range(0, 7).mapToObj(schedule::rate).toList());
  }

  @Test
  void noWarmupIsTheScheduleItself() {
    Schedule schedule = Schedule.constant(1);

    assertSame(schedule, schedule.afterWarmup(0.1, 0));
  }

  @Test
  void describesItselfInOneLine() {
    Schedule schedule =
        Schedule.polynomial(8, 1e-4, 2, 900)
            .afterWarmup(0.1, 100)
            .then(1000, Schedule.cyclical(0.5, 0.1, 50));

    assertEquals(
        "warm-up from 0.1 in 100 steps, then polynomial of power 2.0 from 8.0 to 1.0E-4 in 900"
            + " steps; from step 1000 on cycles of 50 steps from 0.5 to 0.1",
        schedule.describe());
    assertEquals("constant 0.3", Schedule.constant(0.3).describe());
    assertEquals("cosine from 1.0 to 0.0 in 9 steps", Schedule.cosine(1, 0, 9).describe());
    assertEquals(
        "1.0, times 0.1 at steps [30, 60]",
        Schedule.stepDecay(1, List.of(30L, 60L), 0.1).describe());
  }

  @Test
  void constantsOutOfRangeAreNamed() {
    assertMessage("rate must be at least 0: -1.0", () -> Schedule.constant(-1));
    assertMessage("steps must be at least 1: 0", () -> Schedule.cosine(1, 0, 0));
    assertMessage("power must be above 0: 0.0", () -> Schedule.polynomial(1, 0, 0, 1));
    assertMessage(
        "milestones must ascend from 0 on: [3, 3]",
        () -> Schedule.stepDecay(1, List.of(3L, 3L), 0.1));
    assertMessage("min must be at most max: min=2.0, max=1.0", () -> Schedule.cyclical(1, 2, 5));
    assertMessage("steps must be at least 1: -1", () -> Schedule.constant(1).afterWarmup(0, -1));
    assertMessage(
        "steps must be at least 0: -1", () -> Schedule.constant(1).then(-1, Schedule.constant(1)));
  }

  @Test
  void scalingRulesMultiplyTheBaseRate() {
    assertEquals(16, BatchScaling.LINEAR.factor(4096, 256));
    assertEquals(4, BatchScaling.SQRT.factor(4096, 256));
    assertEquals(1, BatchScaling.NONE.factor(4096, 256));
    assertEquals(0.5, BatchScaling.LINEAR.factor(128, 256));
    assertMessage("baseBatch must be at least 1: 0", () -> BatchScaling.NONE.factor(1, 0));
  }

  private static void assertMessage(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }

  @Test
  void smoothExponentialPassesThroughItsStairs() {
    Schedule smooth = Schedule.exponential(2, 0.5, 10);
    Schedule stairs = Schedule.exponentialStairs(2, 0.5, 10, 0.1);
    for (int step = 0; step < 40; step++) {
      assertTrue(smooth.rate(step) <= stairs.rate(step));
      assertEquals(2 * Math.pow(0.5, Math.floorDiv(step, 10)), stairs.rate(step), 1e-15);
    }
    assertEquals(0.5, smooth.rate(20), 1e-15);
    assertEquals(0.1, stairs.rate(1000));
  }

  @Test
  void constantWarmupEndsAtItsStep() {
    Schedule schedule = Schedule.constant(1).afterConstantWarmup(0.1, 3);

    assertArrayEquals(new double[] {0.1, 0.1, 0.1, 1, 1}, schedule.sample(5));
  }

  @Test
  void everyScheduleSaysWhatItDoesInOneLine() {
    for (Schedule schedule :
        List.of(
            Schedule.exponential(1, 0.9, 5),
            Schedule.exponentialStairs(1, 0.9, 5, 0.1),
            Schedule.inverseTime(1, 0.1, 1),
            Schedule.inverseSquareRoot(1, 512, 4000),
            Schedule.slowStart(12.8, 40),
            Schedule.exponentialGrowth(0.1, 0.005, 0.9),
            Schedule.triangular(0.1, 1, 5),
            Schedule.triangularHalving(0.1, 1, 5),
            Schedule.swaTail(0.1, 0.05, 100))) {
      assertEquals(1, schedule.describe().lines().count());
      assertTrue(schedule.describe().length() > 10);
      for (double rate : schedule.sample(300)) {
        assertTrue(rate >= 0 && Double.isFinite(rate), schedule::describe);
      }
    }
  }

  @Test
  void stepsAreCountedFromZero() {
    Schedule late = Schedule.constant(1).startingAt(5);
    for (Schedule schedule :
        List.of(
            late,
            Schedule.constant(1),
            Schedule.polynomial(1, 0, 2, 9),
            Schedule.cosine(1, 0, 9),
            Schedule.stepDecay(1, List.of(3L), 0.1),
            Schedule.exponential(1, 0.9, 5),
            Schedule.exponentialStairs(1, 0.9, 5, 0.1),
            Schedule.inverseTime(1, 0.1, 1),
            Schedule.inverseSquareRoot(1, 512, 4000),
            Schedule.slowStart(12.8, 40),
            Schedule.exponentialGrowth(0.1, 0.005, 0.9),
            Schedule.triangular(0.1, 1, 5),
            Schedule.swaTail(0.1, 0.05, 100),
            Schedule.cyclical(1, 0.1, 5),
            late.afterWarmup(0, 3),
            late.afterConstantWarmup(0.1, 3))) {
      assertMessage("step must be at least 0: -1", () -> schedule.rate(-1));
    }
    assertMessage("stepsPerEpoch must be at least 1: 0", () -> Schedule.slowStart(1, 0));
  }

  @Test
  void aScheduleCanStartLate() {
    Schedule whole = Schedule.polynomial(1, 0, 2, 100);

    assertEquals(whole.rate(37), whole.startingAt(30).rate(7));
    assertSame(whole, whole.startingAt(0));
    assertThrows(IllegalArgumentException.class, () -> whole.startingAt(-1));
  }
}

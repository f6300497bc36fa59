package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.collective.SharedMemoryGroup;
import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import dev.largo.config.WireFormat;
import dev.largo.optim.Optimizer;
import dev.largo.optim.Parallel;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.layout.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class CheckpointerTest {
  private static final long NEVER = Long.MAX_VALUE;

  @TempDir Path directory;

  private TestRun run(String name) {
    return new TestRun(directory.resolve(name), 2, "checkpoint.keep=5");
  }

  /** A checkpoint is due every 8 steps. */
  @Test
  void trainingGoesOnWhileACheckpointIsWritten() throws Exception {
    TestRun plain = run("plain");
    plain.train(0, NEVER);
    CountDownLatch later = new CountDownLatch(1);
    AtomicInteger writing = new AtomicInteger();
    TestRun slow =
        run("slow")
            .writing(
                (vector, out) -> {
                  assertEquals(1, writing.incrementAndGet(), "one write at a time");
                  await(later);
                  out.write(TestRun.bytes(vector));
                  writing.decrementAndGet();
                });
    slow.monitor.onStep(
        step -> {
          if (step.step() == 15) {
            assertEquals(List.of(), slow.monitor.checkpoints, "step 8 is still being written");
            later.countDown();
          }
        });

    slow.train(0, NEVER);

    assertEquals(List.of(8L, 16L, 24L, 32L, 40L), slow.monitor.checkpoints);
    Map<String, byte[]> expected = files("plain/checkpoints/step-00000008");
    Map<String, byte[]> found = files("slow/checkpoints/step-00000008");
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach((name, bytes) -> assertArrayEquals(bytes, found.get(name), name));
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS), "training waits for the write");
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private Map<String, byte[]> files(String name) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (var files = Files.list(directory.resolve(name))) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  @Test
  void failedWriteEndsTheRunAndLeavesTheCheckpointBefore() throws Exception {
    AtomicInteger writes = new AtomicInteger();
    TestRun run =
        run("full")
            .writing(
                (vector, out) -> {
                  if (writes.incrementAndGet() == 3) {
                    throw new IOException("no space left");
                  }
                  out.write(TestRun.bytes(vector));
                });

    IOException e = assertThrows(IOException.class, () -> run.train(0, NEVER));

    assertEquals(
        "rank 0 cannot write model.zip of the checkpoint of step 24: no space left",
        e.getMessage());
    assertEquals(32, run.monitor.steps.size(), "it is noticed at the next checkpoint");
    assertEquals(16, run.checkpoints().newestGood(w -> {}).orElseThrow().step());
  }

  @Test
  void lastWriteThatFailsEndsTheRunToo() {
    TestRun run =
        run("last")
            .writing(
                (vector, out) -> {
                  throw new IOException("no space left");
                });

    assertThrows(IOException.class, () -> run.train(0, 3));
  }

  /** Optimizer state, averages and the copies of both: what a rank holds falls with the number. */
  @Test
  void rankHoldsStateOfItsSliceAlone() {
    int worldSize = 3;
    ParameterLayout layout = layout(7 * Slice.TILE + 5);
    SharedMemoryGroup group = new SharedMemoryGroup(worldSize);
    LargoConfig config =
        ConfigLoader.load(
            "test",
            "largo { name = a, data.format = synthetic, model.name = lenet, batch.global = 64 }",
            List.of(
                "optimizer={name=adam,trust-coefficient=null}",
                "averaging={ema.enabled=true,last-k={enabled=true,k=3}}",
                "averaging.swa={enabled=true,start-epoch=0}"));
    long held = 0;
    for (int rank = 0; rank < worldSize; rank++) {
      Slice slice = Slice.partition(layout.size(), worldSize).get(rank);
      ParameterServer server =
          new ParameterServer(
              layout,
              group.member(rank),
              new Optimizer(
                  Recipe.optimizer(config.optimizer(), 10),
                  layout,
                  slice,
                  Parallel.SERIAL,
                  Recipe.nonFinitePolicy(config)),
              new float[layout.size()],
              WireFormat.FP32);
      TrainingPlan plan = TrainingPlan.of(config, 640);
      SliceState live =
          new TrainingState(
                  server,
                  new Averages(plan, server),
                  Recipe.learningRate(plan),
                  LossScaling.of(config.engine()),
                  new TrainingEnd(plan))
              .live();
      SliceState copy = new SliceState(slice);
      copy.become(live);

      assertEquals(slice.length(), server.gradient().length);
      assertEquals(live.vectors().keySet(), copy.vectors().keySet());
      for (SliceState state : List.of(live, copy)) {
        state.vectors().forEach((name, v) -> assertEquals(slice.length(), v.length, name));
      }
      held += live.vectors().values().stream().mapToLong(v -> v.length).sum();
    }
    // Two moments; mean and remainder of SWA and of the EMA; three snapshots.
    assertEquals(9L * layout.size(), held);
  }

  @Test
  void copyOfTheStateIsMadeInTheMemoryOfTheOneBefore() {
    Slice slice = new Slice(0, 3);
    SliceState live = new SliceState(slice);
    live.putVectors("", Map.of("v", new float[] {1, 2, 3}));
    live.counters().put("n", 1L);
    SliceState copy = new SliceState(slice);
    copy.become(live);
    Map<String, float[]> first = Map.copyOf(copy.vectors());

    live.vectors().values().forEach(v -> v[1] = 7);
    assertArrayEquals(new float[] {1, 2, 3}, first.get("v"));
    live.counters().clear();
    copy.become(live);

    assertSame(first.get("v"), copy.vectors().get("v"));
    assertArrayEquals(new float[] {1, 7, 3}, first.get("v"));
    assertFalse(copy.counters().containsKey("n"));
  }

  private static ParameterLayout layout(int size) {
    return new ParameterLayout(List.of(new Segment("w", "w", Role.WEIGHT, 0, size, List.of(size))));
  }
}

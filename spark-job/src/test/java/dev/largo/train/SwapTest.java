package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs of SWAP: 5 epochs of 8 large steps, then 3 replicas of 2 epochs of 28 small ones. */
@Timeout(120)
final class SwapTest {
  private static final long NEVER = Long.MAX_VALUE;
  private static final int REPLICAS = 3;
  private static final int TRAINABLE = 51;
  private static final String FROZEN = "averaging.swap.lr=0";

  @TempDir Path directory;

  private TestRun run(String name, int worldSize, String... overrides) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "averaging.swa.enabled=false",
                "averaging.swap={enabled=true,until-accuracy=1,replicas=3,epochs=2,batch=8,lr=0.5}"));
    all.addAll(List.of(overrides));
    return new TestRun(directory.resolve(name), worldSize, all.toArray(String[]::new));
  }

  @Test
  void resultIsTheSameBitForBitForAnyWorldSize() throws Exception {
    TestRun alone = run("1", 1);
    float[] expected = alone.train(0, NEVER);

    for (int worldSize = 2; worldSize <= 5; worldSize++) {
      TestRun run = run("" + worldSize, worldSize);
      assertArrayEquals(expected, run.train(0, NEVER), "world size " + worldSize);
      assertEquals(alone.monitor.evaluations, run.monitor.evaluations);
      for (int replica = 1; replica <= REPLICAS; replica++) {
        assertArrayEquals(alone.replicas().parameters(replica), run.replicas().parameters(replica));
      }
    }
  }

  @Test
  void resultIsTheMeanOfTheReplicasInFloat64() throws Exception {
    TestRun run = run("mean", 2);
    float[] average = run.train(0, NEVER);

    for (int i = 0; i < TRAINABLE; i++) {
      double sum = 0;
      for (int replica = 1; replica <= REPLICAS; replica++) {
        sum += run.replicas().parameters(replica)[i];
      }
      assertEquals((float) (sum / REPLICAS), average[i]);
    }
  }

  @Test
  void averageOfReplicasThatDoNotMoveIsWhatTheyStartedFrom() throws Exception {
    float[] trained = run("plain", 1, "averaging.swap.enabled=false").train(0, NEVER);
    float[] frozen = run("frozen", 2, FROZEN).train(0, NEVER);

    assertArrayEquals(Arrays.copyOf(trained, TRAINABLE), Arrays.copyOf(frozen, TRAINABLE));
    assertNotEquals(
        trained[TRAINABLE], frozen[TRAINABLE], "batch-norm statistics are computed anew");
  }

  @Test
  void exactParametersAreRefinedWhereTheyTravelRounded() throws Exception {
    String halves = "aggregation.wire=fp16";
    float[] trained = run("plain", 1, "averaging.swap.enabled=false", halves).train(0, NEVER);
    float[] frozen = run("frozen", 2, FROZEN, halves).train(0, NEVER);

    assertArrayEquals(Arrays.copyOf(trained, TRAINABLE), Arrays.copyOf(frozen, TRAINABLE));
  }

  @Test
  void largeBatchesEndWithTheFirstEpochThatFitsTheTrainingSet() throws Exception {
    TestRun whole = run("whole", 1, FROZEN);
    whole.train(0, NEVER);
    assertEquals(40, whole.monitor.steps.size(), "not all samples are ever right");
    double[] shares =
        IntStream.range(0, 5)
            .mapToDouble(
                epoch ->
                    whole.monitor.steps.subList(8 * epoch, 8 * epoch + 8).stream()
                        .mapToDouble(StepRecord::top1)
                        .average()
                        .orElseThrow())
            .toArray();
    double target = shares[1] - 1e-9;
    assertTrue(shares[0] < target, () -> Arrays.toString(shares));

    TestRun stopped = run("stopped", 2, FROZEN, "averaging.swap.until-accuracy=" + target);
    float[] actual = stopped.train(0, NEVER);

    assertEquals(16, stopped.monitor.steps.size());
    assertEquals(List.of(8L, 16L), stopped.monitor.checkpoints);
    assertArrayEquals(
        Arrays.copyOf(stopped.train(16, NEVER), TRAINABLE), Arrays.copyOf(actual, TRAINABLE));
    assertEquals(16, stopped.monitor.steps.size(), "its end is not forgotten");
  }

  @Test
  void accuracyOfAnEpochThatWasInterruptedIsOfAllOfIt() throws Exception {
    String early = "averaging.swap.until-accuracy=0.5";
    TestRun whole = run("whole", 1, early);
    float[] expected = whole.train(0, NEVER);
    int last = whole.monitor.steps.size();
    assertTrue(last < 40 && last % 8 == 0, "ends early: " + last);

    run("stopped", 3, early).train(0, last - 3);
    TestRun resumed = run("stopped", 2, early);

    assertArrayEquals(expected, resumed.train(last - 3, NEVER));
    assertEquals(3, resumed.monitor.steps.size());
  }

  @Test
  void refinedReplicasAreKeptAndTheOthersBegunAgain() throws Exception {
    TestRun whole = run("whole", 1);
    float[] expected = whole.train(0, NEVER);

    TestRun stopped = run("stopped", 1);
    stopped.stopRefining(() -> stopped.monitor.refinements.size() == 3).train(0, NEVER);
    assertTrue(Files.exists(directory.resolve("stopped/swap/replica-01/replica.json")));
    assertFalse(Files.exists(directory.resolve("stopped/swap/replica-02")), "it had come half-way");
    TestRun resumed = run("stopped", 2);

    assertArrayEquals(expected, resumed.train(40, NEVER));
    assertEquals(
        Set.of(2, 3),
        new HashSet<>(
            resumed.monitor.refinements.stream().map(RefinementRecord::replica).toList()));
    List<EvaluationRecord> evaluations = new ArrayList<>(stopped.monitor.evaluations);
    evaluations.remove(evaluations.size() - 1); // made again
    evaluations.addAll(resumed.monitor.evaluations);
    assertEquals(whole.monitor.evaluations, evaluations);
  }

  @Test
  void replicasThatWereRefinedOtherwiseAreRefinedAgain() throws Exception {
    String other = "averaging.swap.lr=0.03";
    float[] expected = run("whole", 1, other).train(0, NEVER);

    TestRun stopped = run("edited", 1);
    stopped.stopRefining(() -> stopped.monitor.refinements.size() == 3).train(0, NEVER);
    assertTrue(Files.exists(directory.resolve("edited/swap/replica-01/replica.json")));
    TestRun resumed = run("edited", 2, other);

    assertArrayEquals(expected, resumed.train(40, NEVER));
    assertEquals(
        Set.of(1, 2, 3),
        new HashSet<>(
            resumed.monitor.refinements.stream().map(RefinementRecord::replica).toList()));
  }

  @Test
  void replicaThatIsNotAsItWasWrittenIsRefinedAgain() throws Exception {
    float[] expected = run("torn", 2).train(0, NEVER);
    Path model = directory.resolve("torn/swap/replica-02/model.zip");
    byte[] bytes = Files.readAllBytes(model);
    bytes[bytes.length / 2] ^= 1;
    Files.write(model, bytes);
    Files.writeString(directory.resolve("torn/swap/replica-03/replica.json"), "{");

    TestRun again = run("torn", 2);

    assertArrayEquals(expected, again.train(40, NEVER));
    assertEquals(
        Set.of(2, 3),
        new HashSet<>(again.monitor.refinements.stream().map(RefinementRecord::replica).toList()));
  }

  @Test
  void everyReplicaHasItsOwnOrder() throws Exception {
    TestRun run = run("order", 2);
    run.train(0, NEVER);

    Set<String> hashes = new HashSet<>();
    for (int replica = 1; replica <= REPLICAS; replica++) {
      hashes.add(ParameterHash.sha256(run.replicas().parameters(replica)));
    }
    assertEquals(REPLICAS, hashes.size());
  }

  @Test
  void draftsOfKilledWorkersAreThrownAway() throws Exception {
    TestRun run = run("drafts", 1);
    run.train(0, NEVER);
    Path draft = Files.createDirectory(directory.resolve("drafts/swap/.replica-04.a-0.draft"));

    ReplicaDirectory.clearDrafts(
        new org.apache.hadoop.fs.Path(directory.resolve("drafts").toUri()), new Configuration());

    assertFalse(Files.exists(draft));
    assertTrue(Files.exists(directory.resolve("drafts/swap/replica-03/replica.json")));
  }

  @Test
  void replicasAndTheirAverageAreEvaluated() throws Exception {
    TestRun run = run("evaluations", 2);
    run.train(0, NEVER);

    List<EvaluationRecord> last =
        run.monitor.evaluations.stream().filter(e -> e.step() == 40).toList();
    assertEquals(
        List.of("checkpoint", "replica-1", "replica-2", "replica-3", "swap"),
        last.stream().map(EvaluationRecord::weights).toList());
    for (RefinementRecord refinement : run.monitor.refinements) {
      assertEquals(28L * refinement.epoch(), refinement.step());
      assertTrue(refinement.top1() > 0 && refinement.top1() <= 1, refinement::toString);
      assertEquals(
          40 + 56L * (refinement.replica() - 1) + refinement.step(), refinement.position());
    }
    assertEquals(2 * REPLICAS, run.monitor.refinements.size());
  }

  @Test
  void divergenceNamesTheReplica() {
    TestRun run =
        run(
            "nan",
            2,
            "averaging.swap.lr=1e38",
            "optimizer={name=sgd,trust-coefficient=null}",
            "schedule.base-lr=0.05");

    DivergedException e = assertThrows(DivergedException.class, () -> run.train(0, NEVER));

    String message = String.valueOf(e.getMessage());
    assertTrue(
        message.matches("replica \\d: training diverged at step \\d+: .*; lower averaging.swap.lr"),
        message);
  }

  @Test
  void failureToWriteAReplicaEndsTheRun() throws Exception {
    TestRun run = run("full", 2);
    run.writing(
        (vector, out) -> {
          if (!run.monitor.refinements.isEmpty()) {
            throw new IOException("no space left");
          }
          out.write(TestRun.bytes(vector));
        });

    IOException e = assertThrows(IOException.class, () -> run.train(0, NEVER));
    assertEquals("no space left", e.getMessage());
  }
}

package dev.largo.spark.bench.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.collective.net.TransportSettings;
import dev.largo.spark.bench.control.ControlBench.Scenario;
import dev.largo.spark.coordination.CoordinatorAddress;
import dev.largo.train.Range;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.spark.network.util.MapConfigProvider;
import org.apache.spark.network.util.TransportConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fifty ranks against a coordinator, over real connections, in one JVM. */
@Timeout(180)
final class ControlBenchTest {
  private static final int RANKS = 50;
  private static final int PROCESSES = 2;

  private static final TransportSettings SETTINGS =
      new TransportSettings(
          new TransportConf(
              "largo",
              new MapConfigProvider(
                  Map.of(
                      "spark.largo.io.clientThreads", "1", "spark.largo.io.serverThreads", "1"))),
          "127.0.0.1",
          null,
          null);

  private static ControlBench bench(Duration heartbeatTimeout) {
    ControlLoad load = new ControlLoad(RANKS, 20, 5, Duration.ofMillis(500), heartbeatTimeout);
    return new ControlBench(SETTINGS, "127.0.0.1", 0, load, ControlBenchTest::here);
  }

  private static CompletableFuture<List<RanksReport>> here(
      CoordinatorAddress driver, ControlLoad load, Scenario scenario) {
    RanksTask task = new RanksTask(driver, load, scenario, PROCESSES);
    List<CompletableFuture<RanksReport>> processes =
        IntStream.range(0, PROCESSES)
            .mapToObj(
                p ->
                    CompletableFuture.supplyAsync(
                        () -> run(task, p), command -> new Thread(command).start()))
            .toList();
    return CompletableFuture.allOf(processes.toArray(CompletableFuture[]::new))
        .thenApply(done -> processes.stream().map(CompletableFuture::join).toList());
  }

  private static RanksReport run(RanksTask task, int process) {
    try {
      return task.run(SETTINGS, "here", Range.share(RANKS, process, PROCESSES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** That no message is lost the measurement itself finds out, or it fails. */
  @Test
  void everyMessageIsTakenInAndEveryRankHearsOfTheStop() throws Exception {
    ControlResult result = bench(Duration.ofSeconds(60)).live(2);

    assertTrue(result.recordedSteps() > 0);
    // Each has joined, beaten, told of a checkpoint and left.
    assertTrue(
        result.messagesTaken() >= 4L * RANKS + result.recordedSteps(),
        () -> "messages " + result.messagesTaken());
    assertTrue(result.messages().median() > 0);
    assertTrue(result.heartbeats().longest() >= result.heartbeats().spread().upper());
    assertTrue(result.stopped().longest() > 0);
  }

  @Test
  void rankThatDiesIsMissedAndAllOthersAreCalledOff() throws Exception {
    ControlResult.Loss loss = bench(Duration.ofSeconds(6)).loss();

    assertEquals(RANKS - 1, loss.rank());
    assertEquals(RANKS - 1, loss.others());
    assertTrue(loss.noticed() > 6, () -> "noticed " + loss.noticed());
  }
}

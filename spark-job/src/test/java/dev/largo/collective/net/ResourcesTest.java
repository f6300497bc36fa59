package dev.largo.collective.net;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.collective.Collective;
import dev.largo.collective.PartialSums;
import dev.largo.config.WireFormat;
import dev.largo.optim.layout.Slice;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class ResourcesTest {
  private static final int SIZE = 5 * Slice.TILE;

  private static long files(Path directory, String pattern) {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, pattern)) {
      long count = 0;
      for (Path unused : stream) {
        count++;
      }
      return count;
    } catch (IOException e) {
      return 0;
    }
  }

  private static long descriptors() {
    return files(Path.of("/proc/self/fd"), "*");
  }

  private static long largoThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("largo-"))
        .count();
  }

  private static long mapped() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("mapped"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private static long direct() {
    return io.netty.util.internal.PlatformDependent.usedDirectMemory();
  }

  private static int exchange(Collective collective, int rounds) {
    int rank = collective.rank();
    PartialSums partials = new PartialSums(SIZE, WireFormat.FP32);
    partials.add(rank, FloatBuffer.allocate(SIZE));
    Slice slice = Slice.partition(SIZE, 3).get(rank);
    float[] sum = new float[slice.length()];
    float[] vector = new float[SIZE];
    for (int i = 0; i < rounds; i++) {
      collective.reduceScatter(partials, slice, sum);
      collective.allGather(vector, Slice.partition(SIZE, 3), WireFormat.FP16);
      collective.allGather(new double[] {rank});
    }
    return rounds;
  }

  private static void awaitAtMost(String what, long limit, LongSupplier value) {
    long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (value.getAsLong() > limit && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertTrue(value.getAsLong() <= limit, what + " " + value.getAsLong() + " > " + limit);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingGrowsOverThousandsOfCallsAndNothingIsLeftAfterClose(boolean shared) throws Exception {
    TransportSettings settings = Processes.settings(Processes.sharedMemory(shared));
    try (Processes first = Processes.connected("0,1,1", settings)) {
      first.run(collective -> exchange(collective, 1));
    }
    awaitAtMost("threads", 0, ResourcesTest::largoThreads);
    long descriptors = descriptors();
    long mapped = mapped();
    try (Processes processes = Processes.connected("0,1,1", settings)) {
      processes.run(collective -> exchange(collective, 300));
      long threads = largoThreads();
      long open = descriptors();
      long direct = direct();
      long mappedNow = mapped();
      processes.run(collective -> exchange(collective, 700));

      awaitAtMost("threads", threads, ResourcesTest::largoThreads);
      awaitAtMost("descriptors", open, ResourcesTest::descriptors);
      awaitAtMost("direct memory", direct + (1 << 20), ResourcesTest::direct);
      awaitAtMost("mapped memory", mappedNow, ResourcesTest::mapped);
      awaitAtMost("files", 0, () -> files(Path.of("/dev/shm"), "largo-*"));
    }
    awaitAtMost("threads", 0, ResourcesTest::largoThreads);
    awaitAtMost("descriptors", descriptors, ResourcesTest::descriptors);
    awaitAtMost("mapped memory", mapped, ResourcesTest::mapped);
  }

  @Test
  void aRingIsSeenByNameAndTokenOnly() {
    RingFiles.Offer offer = RingFiles.create();
    if (offer == null) {
      return;
    }
    try (Ring own = offer.ring();
        Ring seen = RingFiles.open(offer.name(), offer.token())) {
      assertTrue(own.isFree(0));
      assertTrue(seen != null && seen.isFree(0));
      assertTrue(RingFiles.open(offer.name(), offer.token() + 1) == null);
      assertTrue(RingFiles.open("../" + offer.name(), offer.token()) == null);
    } finally {
      offer.unlink();
    }
    assertTrue(RingFiles.open(offer.name(), offer.token()) == null);
  }
}

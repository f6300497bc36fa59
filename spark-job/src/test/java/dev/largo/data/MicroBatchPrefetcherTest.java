package dev.largo.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.AugmentConfig;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MicroBatchPrefetcherTest {
  private final SampleSource source = MemorySources.numbered(20);
  private final MicroBatchReader reader =
      new MicroBatchReader(
          source, new Normalization(List.of(0.0), List.of(1.0)), AugmentConfig.NONE, 1, 1);
  private final AtomicReference<Thread> thread = new AtomicReference<>(Thread.currentThread());

  @Test
  void deliversInOrderInRecycledBuffers() throws Exception {
    Set<MicroBatch> buffers = Collections.newSetFromMap(new IdentityHashMap<>());

    try (MicroBatchPrefetcher prefetcher = prefetcher(IntStream.range(0, 20).mapToObj(this::at))) {
      for (int i = 0; i < 20; i++) {
        MicroBatch batch = prefetcher.take();
        buffers.add(batch);
        assertEquals(1, batch.count());
        assertEquals((10 * i) & 0xFF, batch.features()[0]);
      }
      assertThrows(NoSuchElementException.class, prefetcher::take);
      assertThrows(NoSuchElementException.class, prefetcher::take);
    }

    assertTrue(buffers.size() <= 3, "buffers: " + buffers.size());
  }

  @Test
  void throwsTheReadersErrorAfterWhatCameBeforeIt() throws Exception {
    IOException trouble = new IOException("disk");
    MicroBatchRequest bad =
        (ignored, into) -> {
          throw trouble;
        };

    try (MicroBatchPrefetcher prefetcher = prefetcher(Stream.of(at(3), bad, at(4)))) {
      assertEquals(30, prefetcher.take().features()[0]);
      assertSame(trouble, assertThrows(IOException.class, prefetcher::take));
      assertSame(trouble, assertThrows(IOException.class, prefetcher::take));
    }
  }

  @Test
  void throwsAnUncheckedErrorToo() throws Exception {
    MicroBatchRequest bad = (theReader, into) -> theReader.readPlain(0, 99, into);

    try (MicroBatchPrefetcher prefetcher = prefetcher(Stream.of(bad))) {
      assertThrows(IllegalStateException.class, prefetcher::take);
    }
  }

  @Test
  void closingStopsAThreadThatWaitsForABuffer() throws Exception {
    Iterator<MicroBatchRequest> endless = Stream.generate(() -> at(1)).iterator();
    MicroBatchPrefetcher prefetcher = new MicroBatchPrefetcher(endless, reader, 1, 2);
    prefetcher.take();

    prefetcher.close();

    Thread worker = Objects.requireNonNull(thread.get());
    assertFalse(worker == Thread.currentThread(), "nothing was read in the background");
    assertFalse(worker.isAlive());
    assertThrows(IOException.class, prefetcher::take);
  }

  private MicroBatchPrefetcher prefetcher(Stream<MicroBatchRequest> requests) {
    return new MicroBatchPrefetcher(requests.iterator(), reader, 1, 2);
  }

  private MicroBatchRequest at(int sample) {
    return (theReader, into) -> {
      thread.set(Thread.currentThread());
      theReader.readPlain(sample, 1, into);
    };
  }
}

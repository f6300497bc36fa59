package dev.largo.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.ShuffleConfig;
import dev.largo.config.ShuffleConfig.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SampleOrderTest {
  private static final int[] RUNS = {40, 1, 100, 59};

  /** Samples that lie in four files. */
  private record Shards() implements SampleSource {
    @Override
    public int size() {
      return IntStream.of(RUNS).sum();
    }

    @Override
    public int[] runs() {
      return RUNS.clone();
    }

    @Override
    public ImageShape shape() {
      return new ImageShape(1, 1, 1);
    }

    @Override
    public List<String> classNames() {
      return List.of("a");
    }

    @Override
    public int label(int index) {
      return 0;
    }

    @Override
    public int read(int index, byte[] pixels) {
      pixels[0] = (byte) index;
      return 0;
    }

    @Override
    public int read(int index, Framing framing, byte[] pixels) {
      return read(index, pixels);
    }

    @Override
    public String fingerprint() {
      return "shards";
    }
  }

  private static int[] order(Kind kind, int buffer, long seed, int epoch) {
    return SampleOrder.of(new ShuffleConfig(kind, buffer), new Shards(), seed).ofEpoch(epoch);
  }

  @ParameterizedTest
  @EnumSource
  void everySampleIsVisitedOnce(Kind kind) {
    for (int buffer : new int[] {1, 7, 200, 5000}) {
      int[] order = order(kind, buffer, 3, 2);
      Arrays.sort(order);
      assertArrayEquals(IntStream.range(0, 200).toArray(), order);
    }
  }

  @Test
  void fullIsThePermutationOfTheWholeSet() {
    assertArrayEquals(EpochOrder.permutation(200, 3, 2), order(Kind.FULL, 7, 3, 2));
  }

  @Test
  void noneIsTheSetsOwnOrderInEveryEpoch() {
    assertArrayEquals(IntStream.range(0, 200).toArray(), order(Kind.NONE, 7, 3, 2));
  }

  @Test
  void bufferedDependsOnSeedAndEpochOnly() {
    int[] order = order(Kind.BUFFERED, 10, 3, 2);

    assertArrayEquals(order, order(Kind.BUFFERED, 10, 3, 2));
    assertFalse(Arrays.equals(order, order(Kind.BUFFERED, 10, 3, 3)));
    assertFalse(Arrays.equals(order, order(Kind.BUFFERED, 10, 4, 2)));
  }

  /** With room for one sample, files come in random order and their samples in turn. */
  @Test
  void bufferedReadsOneFileAfterTheOther() {
    int[] order = order(Kind.BUFFERED, 1, 3, 0);
    int breaks = 0;
    for (int i = 1; i < order.length; i++) {
      breaks += order[i] != order[i - 1] + 1 ? 1 : 0;
    }

    assertTrue(breaks <= 3 && breaks > 0, "breaks " + breaks);
    assertFalse(Arrays.equals(order(Kind.NONE, 1, 3, 0), order));
  }

  /** No sample comes before it has been read: at most the buffer's size ahead of its place. */
  @Test
  void bufferedNeverReadsFurtherAheadThanTheBuffer() {
    int[] read = order(Kind.BUFFERED, 1, 3, 0);
    int[] places = new int[read.length];
    for (int i = 0; i < read.length; i++) {
      places[read[i]] = i;
    }
    // The files come in the same order with any buffer: it depends on (seed, epoch) alone.
    int[] order = order(Kind.BUFFERED, 12, 3, 0);
    int early = 0;
    for (int i = 0; i < order.length; i++) {
      early = Math.max(early, places[order[i]] - i);
    }

    assertTrue(early <= 12, "ahead by " + early);
    assertEquals(200, order.length);
  }
}

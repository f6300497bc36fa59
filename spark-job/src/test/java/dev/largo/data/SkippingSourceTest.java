package dev.largo.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.engine.NoiseSource;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SkippingSourceTest {
  private static final NoiseSource WHOLE = new NoiseSource(new ImageShape(1, 4, 4), 5, 3);

  /** The same samples, of which some cannot be read. */
  private record Broken(Set<Integer> bad) implements SampleSource {
    @Override
    public int size() {
      return WHOLE.size();
    }

    @Override
    public ImageShape shape() {
      return WHOLE.shape();
    }

    @Override
    public List<String> classNames() {
      return WHOLE.classNames();
    }

    @Override
    public int label(int index) {
      return WHOLE.label(index);
    }

    @Override
    public void read(int index, byte[] pixels) throws IOException {
      if (bad.contains(index)) {
        throw new DataException(name(index), "is truncated", "replace it");
      }
      WHOLE.read(index, pixels);
    }

    @Override
    public void read(int index, Framing framing, byte[] pixels) throws IOException {
      read(index, pixels);
    }

    @Override
    public String fingerprint() {
      return "broken";
    }
  }

  private static byte[] read(SampleSource source, int index) throws IOException {
    byte[] pixels = new byte[16];
    source.read(index, pixels);
    return pixels;
  }

  @Test
  void nextSampleTakesThePlaceOfABadOne() throws IOException {
    BadSampleLog log = new BadSampleLog(5);
    SkippingSource source = new SkippingSource(new Broken(Set.of(7, 8, 999)), log);

    assertArrayEquals(read(WHOLE, 6), read(source, 6));
    assertArrayEquals(read(WHOLE, 9), read(source, 7));
    assertEquals(WHOLE.label(9), source.label(7));
    assertArrayEquals(read(WHOLE, 9), read(source, 8));
    assertArrayEquals(read(WHOLE, 0), read(source, 999));
    assertEquals(WHOLE.label(0), source.label(999));

    List<BadSample> news = log.news();
    assertEquals(
        List.of("sample 7", "sample 8", "sample 999"),
        news.stream().map(BadSample::sample).toList());
    assertEquals("sample 7: is truncated; replace it", news.get(0).reason());
  }

  @Test
  void eachBadSampleIsNewsOnce() throws IOException {
    BadSampleLog log = new BadSampleLog(5);
    SkippingSource source = new SkippingSource(new Broken(Set.of(7)), log);
    byte[] first = read(source, 7);

    assertEquals(1, log.news().size());
    assertArrayEquals(first, read(source, 7));
    assertEquals(List.of(), log.news());
  }

  @Test
  void moreBadSamplesThanTheBoundAreRefused() throws IOException {
    SkippingSource source = new SkippingSource(new Broken(Set.of(1, 3, 5)), new BadSampleLog(2));
    byte[] unused = read(source, 1);
    unused = read(source, 3);
    unused = read(source, 3);

    DataException e = assertThrows(DataException.class, () -> read(source, 5));

    assertTrue(
        String.valueOf(e.getMessage())
            .startsWith("data.bad-samples-at-most = 2: more samples than that cannot be read"),
        e::getMessage);
    assertTrue(String.valueOf(e.getMessage()).contains("sample 5: is truncated"), e::getMessage);
  }

  @Test
  void setWithoutAnyGoodSampleIsRefused() {
    Broken broken = new Broken(IntStream.range(0, 1000).boxed().collect(Collectors.toSet()));
    SkippingSource source = new SkippingSource(broken, new BadSampleLog(5000));

    assertThrows(DataException.class, () -> read(source, 4));
  }
}

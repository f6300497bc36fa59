package dev.largo.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.AugmentConfig;
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
    public int read(int index, byte[] pixels) throws IOException {
      if (bad.contains(index)) {
        throw new DataException(name(index), "is truncated", "replace it");
      }
      return WHOLE.read(index, pixels);
    }

    @Override
    public int read(int index, Framing framing, byte[] pixels) throws IOException {
      // Many faults show only once the image's size is known.
      Window window = framing.of(4, 4);
      int label = read(index, pixels);
      pixels[0] = (byte) (100 * window.left() + 10 * window.top() + window.width());
      return label;
    }

    @Override
    public String fingerprint() {
      return "broken";
    }
  }

  private static byte[] read(SampleSource source, int index) throws IOException {
    byte[] pixels = new byte[16];
    int unused = source.read(index, pixels);
    return pixels;
  }

  @Test
  void nextSampleTakesThePlaceOfABadOne() throws IOException {
    BadSampleLog log = new BadSampleLog(5);
    SkippingSource source = new SkippingSource(new Broken(Set.of(7, 8, 999)), log);

    assertArrayEquals(read(WHOLE, 6), read(source, 6));
    assertArrayEquals(read(WHOLE, 9), read(source, 7));
    assertEquals(WHOLE.label(9), source.read(7, new byte[16]));
    assertArrayEquals(read(WHOLE, 9), read(source, 8));
    assertArrayEquals(read(WHOLE, 0), read(source, 999));
    assertEquals(WHOLE.label(0), source.read(999, new byte[16]));

    List<BadSample> news = log.after(0);
    assertEquals(
        List.of("sample 7", "sample 8", "sample 999"),
        news.stream().map(BadSample::sample).toList());
    assertEquals("sample 7: is truncated; replace it", news.get(0).reason());
  }

  @Test
  void eachBadSampleIsNotedOnce() throws IOException {
    BadSampleLog log = new BadSampleLog(5);
    SkippingSource source = new SkippingSource(new Broken(Set.of(7)), log);
    byte[] first = read(source, 7);

    assertEquals(1, log.after(0).size());
    assertArrayEquals(first, read(source, 7));
    assertEquals(1, log.after(0).size());
    assertEquals(List.of(), log.after(1));
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

  /** Whoever reads it: a process that has met the bad sample before, or one that has not. */
  @Test
  void substituteIsAugmentedAlikeByThoseWhoKnowTheBadSampleAndThoseWhoDoNot() throws IOException {
    AugmentConfig augment =
        new AugmentConfig(
            1,
            true,
            new AugmentConfig.ResizedCrop(0.1, 0.9, 0.5, 2),
            AugmentConfig.ColorJitter.NONE,
            0,
            0,
            0,
            0);
    SkippingSource knowing = new SkippingSource(new Broken(Set.of(7, 8)), new BadSampleLog(5));
    byte[] met = read(knowing, 7);
    assertEquals(16, met.length);
    for (int epoch = 0; epoch < 20; epoch++) {
      SkippingSource fresh = new SkippingSource(new Broken(Set.of(7, 8)), new BadSampleLog(5));

      assertArrayEquals(
          augmented(knowing, augment, epoch), augmented(fresh, augment, epoch), "epoch " + epoch);
    }
  }

  private static float[] augmented(SampleSource source, AugmentConfig augment, int epoch)
      throws IOException {
    MicroBatch batch = new MicroBatch(1, source.shape());
    Normalization plain = new Normalization(List.of(0.0), List.of(1.0));
    try (MicroBatchReader reader = new MicroBatchReader(source, plain, augment, 3, 1)) {
      reader.readTraining(epoch, new int[] {7}, 0, 1, batch);
    }
    return batch.features();
  }

  @Test
  void setWithoutAnyGoodSampleIsRefused() {
    Broken broken = new Broken(IntStream.range(0, 1000).boxed().collect(Collectors.toSet()));
    SkippingSource source = new SkippingSource(broken, new BadSampleLog(5000));

    assertThrows(DataException.class, () -> read(source, 4));
  }
}

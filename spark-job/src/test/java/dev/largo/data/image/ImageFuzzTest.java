package dev.largo.data.image;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.data.DataException;
import dev.largo.data.Framing;
import dev.largo.data.ImageShape;
import dev.largo.data.SplitMix64;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Damaged files are decoded or refused; nothing else ever happens. */
class ImageFuzzTest {
  private static final int MUTATIONS = 10_000;
  private static final long SEED = 20;

  /** For one file; hundreds of times what the slowest takes. */
  private static final int MOST_SECONDS = 10;

  private static final ImageShape SHAPE = new ImageShape(3, 8, 8);

  @Test
  void damagedFilesAreDecodedOrRefused() throws IOException {
    List<byte[]> files =
        List.of(
            Photographs.jpeg(40, 30, 1),
            Photographs.jpeg(Photographs.picture(33, 47, 2), true, 0.8f),
            Photographs.jpeg(
                Photographs.picture(24, 24, 3, BufferedImage.TYPE_BYTE_GRAY), false, 0.9f),
            Photographs.png(21, 17, 4),
            Photographs.png(9, 30, 5));
    byte[] sample = new byte[SHAPE.values()];
    int[] refused = new int[1];
    for (int round = 0; round < MUTATIONS; round++) {
      SplitMix64 random = new SplitMix64(SEED + round);
      byte[] file = files.get(round % files.size()).clone();
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        file = mutated(file, random);
      }
      byte[] damaged = file;
      // By turns, as each is what a machine may have.
      JpegDecoder decoder = round % 2 == 0 ? JpegDecoder.best() : JpegDecoder.JDK;
      int number = round;
      assertTimeout(
          ofSeconds(MOST_SECONDS),
          () -> refused[0] += isRefused(damaged, decoder, sample) ? 1 : 0,
          () -> "round " + number);
    }
    // Of both there are many, or the mutations are no test.
    assertTrue(refused[0] > MUTATIONS / 10, refused[0] + " refused");
    assertTrue(refused[0] < MUTATIONS * 9 / 10, refused[0] + " refused");
  }

  private static boolean isRefused(byte[] file, JpegDecoder decoder, byte[] sample) {
    try {
      ImageDecoder.read(file, "bad", Framing.centre(8, 8), SHAPE, sample, decoder);
      return false;
    } catch (DataException e) {
      String message = String.valueOf(e.getMessage());
      assertTrue(message.startsWith("bad: ") && message.lines().count() == 1, message);
      return true;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(HexFormat.of().formatHex(file), e);
    }
  }

  private static byte[] mutated(byte[] file, SplitMix64 random) {
    if (file.length < 16) {
      return file;
    }
    int at = random.nextInt(file.length);
    switch (random.nextInt(6)) {
      case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> file[at] = (byte) random.nextLong();
      // Segments' lengths, sizes, tables: what the pixels' decoder trusts.
      case 2 -> file[random.nextInt(Math.min(file.length, 700))] = (byte) random.nextLong();
      case 3 -> file[at] = (byte) 0xFF;
      case 4 -> {
        return Arrays.copyOf(file, at);
      }
      default -> {
        byte[] inserted = new byte[1 + random.nextInt(40)];
        for (int i = 0; i < inserted.length; i++) {
          inserted[i] = (byte) random.nextLong();
        }
        return Photographs.with(file, at, inserted);
      }
    }
    return file;
  }
}

package dev.largo.data.shard;

import static dev.largo.data.TestSets.HADOOP;
import static dev.largo.data.shard.Tars.location;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.largo.data.DataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files are refused in one line, whatever the damage; none passes where a sum tells. */
class ShardFuzzTest {
  private static final int MUTATIONS = 1000;
  private static final int SAMPLES = 6;
  private static final Duration LONGEST = Duration.ofMinutes(2);

  @TempDir Path folder;

  private interface Attempt {
    void run() throws IOException;
  }

  @Test
  void damagedShardsAreRefusedOrReadAsWhatTheyAre() throws IOException {
    Path shard = folder.resolve("s-0.tar");
    try (Tars tar = new Tars(shard)) {
      for (int i = 0; i < SAMPLES; i++) {
        tar.add("long/".repeat(i * 8) + "k" + i + ".jpg", new byte[300 * i + 1]);
        tar.add("long/".repeat(i * 8) + "k" + i + ".json", "{\"label\": " + i + "}");
      }
    }
    byte[] valid = Files.readAllBytes(shard);
    FileSystem files = FileSystem.getLocal(HADOOP);

    int refused =
        mutate(
            valid,
            1,
            bytes -> {
              Files.write(shard, bytes);
              ShardFile file =
                  new ShardFile(new org.apache.hadoop.fs.Path(shard.toUri()), bytes.length, 0);
              ShardSamples samples = ShardScan.scan(files, file);
              for (int i = 0; i < samples.size(); i++) {
                assertTrue(samples.offset(i) + samples.length(i) <= bytes.length);
              }
            });

    assertTrue(refused > MUTATIONS / 4, "refused " + refused);
  }

  @Test
  void damagedIndexesAreRefusedOrSayTheSame() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Map<String, IndexedShard> shards = Map.of("s-0.tar", written(new ByteArrayOutputStream()));
    IndexFile.write(out, shards);
    String text = text(shards);

    int refused =
        mutate(
            out.toByteArray(),
            2,
            bytes -> assertEquals(text, text(IndexFile.read(in(bytes), "index"))));

    assertTrue(refused > MUTATIONS / 2, "refused " + refused);
  }

  /** Mutations of the text itself, whose own sum is right. */
  @Test
  void indexesWithWrongLinesAreRefusedOrCaughtByTheirChecksums() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Map<String, IndexedShard> shards = Map.of("s-0.tar", written(new ByteArrayOutputStream()));
    IndexFile.write(out, shards);
    byte[] plain = new GZIPInputStream(in(out.toByteArray())).readAllBytes();

    int refused =
        mutate(
            plain,
            3,
            bytes -> {
              ByteArrayOutputStream packed = new ByteArrayOutputStream();
              try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(bytes);
              }
              Map<String, IndexedShard> read = IndexFile.read(in(packed.toByteArray()), "index");
              for (IndexedShard shard : read.values()) {
                assertEquals(SAMPLES, shard.samples().size());
              }
            });

    assertTrue(refused > MUTATIONS / 4, "refused " + refused);
  }

  @Test
  void withAnIndexNoDamageToAnImagePasses() throws IOException {
    Path shard = folder.resolve("s-0.tar");
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    IndexedShard written = written(tar);
    byte[] valid = tar.toByteArray();
    Files.write(shard, valid);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    IndexFile.write(out, Map.of("s-0.tar", written));
    Files.write(folder.resolve("s.index.gz"), out.toByteArray());
    FileSystem files = FileSystem.getLocal(HADOOP);
    ShardIndex index = ShardSets.open(location(folder));

    int refused =
        mutate(
            valid,
            4,
            bytes -> {
              Files.write(shard, bytes);
              ShardReader reader = new ShardReader(files, index);
              for (int i = 0; i < SAMPLES; i++) {
                int from = (int) index.samples(0).offset(i);
                byte[] before = Arrays.copyOfRange(valid, from, from + index.samples(0).length(i));
                assertArrayEquals(before, reader.read(i));
              }
            });

    assertTrue(refused > MUTATIONS / 10, "refused " + refused);
  }

  private static IndexedShard written(ByteArrayOutputStream out) throws IOException {
    Random random = new Random(9);
    try (ShardWriter writer = new ShardWriter("s-0.tar", out)) {
      for (int i = 0; i < SAMPLES; i++) {
        byte[] image = new byte[200 * i + 1];
        random.nextBytes(image);
        writer.add("k" + i, "jpg", image, i);
      }
      return writer.finish();
    }
  }

  private interface Reading {
    void of(byte[] bytes) throws IOException;
  }

  /** Flips, overwrites, cuts, repeats and removes; returns how many changes were refused. */
  private static int mutate(byte[] valid, long seed, Reading reading) {
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = mutated(valid, random);
      String which = "mutation " + i + " of seed " + seed;
      Attempt attempt = () -> reading.of(bytes);
      if (Assertions.assertTimeoutPreemptively(LONGEST, () -> isRefused(attempt, which))) {
        refused++;
      }
    }
    return refused;
  }

  private static boolean isRefused(Attempt attempt, String which) {
    try {
      attempt.run();
      return false;
    } catch (DataException e) {
      assertEquals(1, String.valueOf(e.getMessage()).lines().count(), which);
      return true;
    } catch (IOException | RuntimeException e) {
      return fail(which, e);
    }
  }

  private static byte[] mutated(byte[] valid, Random random) {
    byte[] bytes = valid.clone();
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(5)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> {
        for (int i = at; i < Math.min(bytes.length, at + 1 + random.nextInt(24)); i++) {
          bytes[i] = (byte) random.nextInt();
        }
      }
      case 2 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 3 -> {
        byte[] digits = "0123456789\t\n".getBytes(StandardCharsets.US_ASCII);
        bytes[at] = digits[random.nextInt(digits.length)];
      }
      default -> {
        int gap = Math.min(1 + random.nextInt(600), bytes.length - at);
        byte[] less = Arrays.copyOf(bytes, bytes.length - gap);
        System.arraycopy(bytes, at + gap, less, at, bytes.length - at - gap);
        return less;
      }
    }
    return bytes;
  }

  private static ByteArrayInputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static String text(Map<String, IndexedShard> shards) {
    StringBuilder text = new StringBuilder();
    shards.forEach(
        (name, shard) -> {
          text.append(name).append(shard.bytes());
          ShardSamples samples = shard.samples();
          for (int i = 0; i < samples.size(); i++) {
            text.append(samples.name(i)).append(' ').append(samples.offset(i)).append(' ');
            text.append(samples.length(i)).append(' ').append(samples.label(i)).append(' ');
            text.append(samples.checksum(i)).append('\n');
          }
        });
    return text.toString();
  }
}

package dev.largo.data.shard;

import static dev.largo.data.TestSets.HADOOP;
import static dev.largo.data.TestSets.assertRefused;
import static dev.largo.data.shard.Tars.location;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardSetsTest {
  private static final int SHARDS = 3;
  private static final int SAMPLES = 20;

  @TempDir Path folder;
  Path index;
  byte[][] images;

  /** Three shards of twenty samples, as largo writes them, with their index. */
  @BeforeEach
  void writeSet() throws IOException {
    index = folder.resolve("t.index.gz");
    images = new byte[SHARDS * SAMPLES][];
    Random random = new Random(5);
    Map<String, IndexedShard> written = new LinkedHashMap<>();
    for (int s = 0; s < SHARDS; s++) {
      Path shard = folder.resolve("t-00000" + s + ".tar");
      try (ShardWriter writer = new ShardWriter(shard.toString(), Files.newOutputStream(shard))) {
        for (int i = 0; i < SAMPLES; i++) {
          int number = s * SAMPLES + i;
          images[number] = new byte[1 + random.nextInt(3000)];
          random.nextBytes(images[number]);
          writer.add("k" + number, "jpg", images[number], number % 7);
        }
        written.put(shard.getFileName().toString(), writer.finish());
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    IndexFile.write(bytes, written);
    Files.write(index, bytes.toByteArray());
  }

  @Test
  void theIndexSaysWhatAScanFinds() throws IOException {
    ShardIndex indexed = ShardSets.open(location(folder));
    Files.delete(index);
    ShardIndex scanned = ShardSets.open(location(folder));

    assertTrue(indexed.samples(0).isChecked());
    assertFalse(scanned.samples(0).isChecked());
    assertEquals(SHARDS * SAMPLES, indexed.size());
    assertEquals(scanned.size(), indexed.size());
    assertEquals(scanned.fingerprint(), indexed.fingerprint());
    assertEquals(6, indexed.largestLabel());
    for (int s = 0; s < SHARDS; s++) {
      for (int i = 0; i < SAMPLES; i++) {
        assertEquals(scanned.samples(s).offset(i), indexed.samples(s).offset(i));
        assertEquals("k" + (s * SAMPLES + i) + ".jpg", indexed.samples(s).name(i));
      }
    }
  }

  @Test
  void everyImageReadsBackAloneAndTogether() throws IOException {
    ShardReader reader = new ShardReader(files(), ShardSets.open(location(folder)));
    int[] mixed = new Random(1).ints(200, 0, images.length).toArray();

    List<byte[]> together = reader.readAll(mixed);

    for (int i = 0; i < mixed.length; i++) {
      assertArrayEquals(images[mixed[i]], together.get(i));
      assertArrayEquals(images[mixed[i]], reader.read(mixed[i]));
    }
  }

  @Test
  void neighboursAreReadInOneRead() throws IOException {
    CountingFileSystem counting = new CountingFileSystem(files());
    ShardReader reader = new ShardReader(counting, ShardSets.open(location(folder)));

    List<byte[]> all = reader.readAll(IntStream.range(0, images.length).toArray());

    assertEquals(images.length, all.size());
    assertEquals(SHARDS, counting.reads());
  }

  @Test
  void aLocationNamesShardsInManyWays() throws IOException {
    String in = folder + "/";
    assertEquals(60, ShardSets.open(location(in + "t-{000000..000002}.tar")).size());
    assertEquals(40, ShardSets.open(location(in + "t-{000002,000000}.tar")).size());
    assertEquals(40, ShardSets.open(location(in + "t-000001.tar, " + in + "t-000000.tar")).size());
    assertEquals(60, ShardSets.open(location(in + "t-*.tar")).size());
    ShardIndex backwards = ShardSets.open(location(in + "t-{000002,000000}.tar"));
    assertEquals("k40.jpg", backwards.samples(0).name(0));
  }

  @Test
  void aPlaceWithoutShardsIsRefused() throws IOException {
    Path bare = Files.createDirectory(folder.resolve("bare"));
    assertRefused(() -> ShardSets.open(location(bare)), "data.train: ", "bare holds no file");
    assertRefused(
        () -> ShardSets.open(location(folder + "/t-{000002..000003}.tar")),
        "data.train: ",
        "t-000003.tar does not exist");
    assertRefused(
        () -> ShardSets.open(location(folder + "/t-000001.tar," + folder + "/t-000001.tar")),
        "t-000001.tar is named twice");
    assertRefused(() -> ShardSets.open(location(folder + "/x-*.tar")), "holds no file called");
  }

  @Test
  void aDirectoryOfTwoSetsIsNotTakenForOne() throws IOException {
    Files.copy(index, folder.resolve("v.index.gz"));
    Files.copy(folder.resolve("t-000000.tar"), folder.resolve("v-000000.tar"));

    assertRefused(
        () -> ShardSets.open(location(folder)),
        "data.train: ",
        "holds several sets (t.index.gz, v.index.gz)");
    assertEquals(60, ShardSets.open(location(folder + "/t-*.tar")).size());
  }

  @Test
  void aSetOnTwoFileSystemsIsRefused() {
    assertRefused(
        () -> ShardSets.open(location(folder + "/t-000000.tar,hdfs://127.0.0.1:9/t-000001.tar")),
        "data.train: is on file:/// and on hdfs://127.0.0.1:9");
  }

  @Test
  void anIndexThatDoesNotMatchItsShardsIsRefused() throws IOException {
    Path shard = folder.resolve("t-000001.tar");
    Path moved = folder.resolve("t-000009.tar");
    Files.move(shard, moved);
    assertRefused(() -> ShardSets.open(location(folder)), "t-000009.tar: is unknown to t.index.gz");
    Files.delete(moved);
    assertRefused(() -> ShardSets.open(location(folder)), "t-000001.tar: is missing");

    Files.write(shard, new byte[512]);
    assertRefused(
        () -> ShardSets.open(location(folder)), "t-000001.tar: is 512 bytes long", "t.index.gz");
  }

  @Test
  void aChangedImageIsNoticed() throws IOException {
    ShardReader reader = new ShardReader(files(), ShardSets.open(location(folder)));
    Path shard = folder.resolve("t-000001.tar");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[512] ^= 1;
    Files.write(shard, bytes);

    assertRefused(
        () -> reader.readAll(new int[] {21, 20}),
        "t-000001.tar: member \"k20.jpg\" is not what its checksum says");
    assertArrayEquals(images[21], reader.read(21));
  }

  @Test
  void aVanishedOrShortenedShardIsNoticed() throws IOException {
    ShardIndex found = ShardSets.open(location(folder));
    Path shard = folder.resolve("t-000000.tar");
    Files.write(shard, new byte[600]);
    assertRefused(() -> new ShardReader(files(), found).read(5), "t-000000.tar: is shorter");

    Files.delete(shard);
    assertRefused(() -> new ShardReader(files(), found).read(5), "t-000000.tar: has vanished");
  }

  @Test
  void aShardOfOneBytePatternIsTheSameEveryTime() throws IOException {
    byte[] before = Files.readAllBytes(folder.resolve("t-000002.tar"));
    writeSet();

    assertArrayEquals(before, Files.readAllBytes(folder.resolve("t-000002.tar")));
  }

  private FileSystem files() throws IOException {
    return FileSystem.getLocal(HADOOP);
  }
}

package dev.largo.data.pack;

import static dev.largo.data.TestSets.HADOOP;
import static dev.largo.data.TestSets.assertRefused;
import static dev.largo.data.TestSets.plain;
import static dev.largo.data.TestSets.writeImage;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.DataFormat;
import dev.largo.data.DataLocation;
import dev.largo.data.ParquetFiles;
import dev.largo.data.TestSets;
import dev.largo.data.format.ImageStore;
import dev.largo.data.format.StoredSet;
import dev.largo.data.image.ImageDecoder;
import dev.largo.data.image.RgbImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackingTest {
  private static final int IMAGES = 40;

  @TempDir Path folder;
  Path source;

  @BeforeEach
  void writeSet() {
    source = folder.resolve("images");
    for (int i = 0; i < IMAGES; i++) {
      String kind = i % 5 == 0 ? ".png" : ".JPEG";
      writeImage(source.resolve("n0" + i % 3 + "/im.age-" + i + kind), plain(16 + i, 20, 100 * i));
    }
  }

  @Test
  void unshuffledShardsHoldWhatTheFolderHolds() throws IOException {
    pack(request("out", null), all());
    ImageStore folders = stored(DataFormat.IMAGE_FOLDER, source).store();
    StoredSet packed = stored(DataFormat.SHARDS, folder.resolve("out"));
    ImageStore shards = packed.store();

    assertEquals(List.of("n00", "n01", "n02"), packed.classNames());
    assertEquals(folders.size(), shards.size());
    for (int i = 0; i < folders.size(); i++) {
      assertEquals(folders.label(i), shards.label(i));
      assertEquals(folders.length(i), shards.length(i));
      assertArrayEquals(folders.bytes(i), shards.bytes(i));
    }
    int[] backwards = IntStream.range(0, IMAGES).map(i -> IMAGES - 1 - i).toArray();
    List<byte[]> together = shards.bytes(backwards);
    assertArrayEquals(folders.bytes(0), together.get(IMAGES - 1));
    assertTrue(files("out").size() > 5, "shards: " + files("out").keySet());
  }

  @Test
  void parquetFilesBecomeShardsThatHoldTheSame() throws IOException {
    Path parquet = folder.resolve("parquet");
    Files.createDirectory(parquet);
    ImageStore images = stored(DataFormat.IMAGE_FOLDER, source).store();
    ParquetFiles.write(
        parquet.resolve("train-0.parquet"),
        "message m { required group image { required binary bytes; } required int64 label; }",
        CompressionCodecName.SNAPPY,
        Map.of(
            "huggingface",
            "{\"info\": {\"features\": {\"label\": {\"names\": [\"a\",\"b\",\"c\"]}}}}"),
        IMAGES,
        (row, i) -> {
          row.addGroup("image").append("bytes", Binary.fromConstantByteArray(images.bytes(i)));
          row.append("label", (long) images.label(i));
        });

    pack(request(DataFormat.PARQUET, parquet, "out", null), all());

    StoredSet packed = stored(DataFormat.SHARDS, folder.resolve("out"));
    assertEquals(List.of("a", "b", "c"), packed.classNames());
    assertEquals(IMAGES, packed.store().size());
    for (int i = 0; i < IMAGES; i++) {
      assertEquals(images.label(i), packed.store().label(i));
      assertArrayEquals(images.bytes(i), packed.store().bytes(i));
    }
    assertTrue(packed.store().name(7).endsWith("/00000007-row-7.jpg"), packed.store().name(7));
    assertTrue(files("out").size() > 5, "shards: " + files("out").keySet());
  }

  @Test
  void aShuffleDependsOnItsSeedAlone() throws IOException {
    pack(request("one", 7L), all());
    pack(request("two", 7L), Collections::reverse);
    pack(request("three", 8L), all());

    assertEquals(files("one"), files("two"));
    assertNotEquals(files("one").get("train-000000.tar"), files("three").get("train-000000.tar"));
    Set<String> contents = new HashSet<>();
    ImageStore shards = stored(DataFormat.SHARDS, folder.resolve("one")).store();
    for (int i = 0; i < shards.size(); i++) {
      contents.add(new String(shards.bytes(i), StandardCharsets.ISO_8859_1) + shards.label(i));
    }
    assertEquals(IMAGES, contents.size());
  }

  @Test
  void anInterruptedPackingGoesOn() throws IOException {
    pack(request("whole", 7L), all());
    PackRequest request = request("out", 7L);
    // Ended after two shards, in the middle of a third.
    pack(request, shards -> shards.subList(2, shards.size()).clear(), false);
    Files.write(folder.resolve("out/.train-000002.tar.draft-x"), new byte[100]);
    Files.delete(folder.resolve("out/train-000001.tar"));
    Files.delete(folder.resolve("out/classes.txt"));
    Files.write(folder.resolve("out/.classes.txt.draft-y"), new byte[3]);
    long before = Files.getLastModifiedTime(folder.resolve("out/train-000000.tar")).toMillis();

    List<Integer> packed = new ArrayList<>();
    pack(request, packed::addAll);

    assertFalse(packed.contains(0));
    assertTrue(packed.contains(1));
    assertEquals(files("whole"), files("out"));
    assertEquals(
        before, Files.getLastModifiedTime(folder.resolve("out/train-000000.tar")).toMillis());
  }

  @Test
  void anotherPackingIsNeverWrittenOver() throws IOException {
    pack(request("out", 7L), all());
    assertRefused(() -> prepare(request("out", 8L)), "out: holds another packing called train");

    Files.delete(source.resolve("n00/im.age-0.png"));
    assertRefused(() -> prepare(request("out", 7L)), "out: holds another packing called train");

    Files.createDirectories(folder.resolve("full"));
    Files.write(folder.resolve("full/notes.txt"), new byte[1]);
    assertRefused(() -> prepare(request("full", 7L)), "full: exists and is not empty");
    Files.write(folder.resolve("file"), new byte[1]);
    assertRefused(() -> prepare(request("file", 7L)), "file: is a file");
  }

  @Test
  void aShardOfOtherHandsIsRefused() throws IOException {
    PackRequest request = request("out", 7L);
    pack(request, shards -> shards.subList(1, shards.size()).clear(), false);
    Files.write(folder.resolve("out/train-000000.tar"), new byte[10]);

    assertRefused(
        () -> new PackDirectory(request, HADOOP).isDone(0),
        "train-000000.tar: is not what this packing wrote");
  }

  @Test
  void largeImagesAreScaledAndSmallOnesCopied() throws IOException {
    Path few = folder.resolve("few");
    writeImage(few.resolve("a/large.png"), plain(100, 60, 0x808080));
    writeImage(few.resolve("a/small.png"), plain(30, 31, 0x808080));
    PackRequest request =
        new PackRequest(
            DataFormat.IMAGE_FOLDER,
            few.toString(),
            List.of(),
            folder.resolve("out").toString(),
            "t",
            1 << 20,
            null,
            30,
            90);
    pack(request, all());

    ImageStore shards = stored(DataFormat.SHARDS, folder.resolve("out")).store();
    RgbImage scaled = ImageDecoder.decode(shards.bytes(0), shards.name(0));
    assertEquals(50, scaled.width);
    assertEquals(30, scaled.height);
    assertEquals(0x80, scaled.planes[700] & 0xFF, 2);
    assertTrue(shards.name(0).endsWith("t-000000.tar/00000000-large.jpg"), shards.name(0));
    assertArrayEquals(Files.readAllBytes(few.resolve("a/small.png")), shards.bytes(1));
  }

  @Test
  void aFileThatIsNoImageIsNamed() throws IOException {
    Files.write(source.resolve("n01/bad.jpg"), new byte[] {1, 2, 3});

    assertRefused(() -> pack(request("out", null), all()), "n01/bad.jpg: is neither a JPEG");
    assertEquals(
        List.of(), files("out").keySet().stream().filter(name -> name.contains("draft")).toList());
  }

  @Test
  void twoSetsOfTheSameClassesShareADirectory() throws IOException {
    pack(request("out", 7L), all());
    PackRequest second =
        new PackRequest(
            DataFormat.SHARDS,
            folder.resolve("out") + "/train-000000.tar",
            List.of("n00", "n01", "n02"),
            folder.resolve("out").toString(),
            "val",
            1 << 20,
            null,
            null,
            95);
    pack(second, all());

    ImageStore again = stored(DataFormat.SHARDS, folder.resolve("out/val-000000.tar")).store();
    ImageStore first = stored(DataFormat.SHARDS, folder.resolve("out/train-000000.tar")).store();
    assertEquals(first.fingerprint(), again.fingerprint());
    assertRefused(
        () ->
            prepare(
                new PackRequest(
                    DataFormat.IMAGE_FOLDER,
                    source.toString(),
                    List.of("n00", "n01", "n02", "n03"),
                    folder.resolve("out").toString(),
                    "test",
                    1 << 20,
                    null,
                    null,
                    95)),
        "out: holds classes.txt with other classes");
  }

  @Test
  void theMarkerOfASampleIsNumberAndName() {
    assertEquals("00000012-n01_5", ShardPacking.key(12, "hdfs://h/x/n01_5.JPEG"));
    assertEquals("00000012-a_b", ShardPacking.key(12, "/x/a b.tar.png"));
    assertEquals("00000012-n01_5", ShardPacking.key(12, "/x/t.tar/00000099-n01_5.jpg"));
  }

  private interface Choice {
    void of(List<Integer> shards);
  }

  private static Choice all() {
    return shards -> {};
  }

  private PackRequest request(String destination, @Nullable Long seed) {
    return request(DataFormat.IMAGE_FOLDER, source, destination, seed);
  }

  private PackRequest request(
      DataFormat format, Path from, String destination, @Nullable Long seed) {
    return new PackRequest(
        format,
        from.toString(),
        List.of(),
        folder.resolve(destination).toString(),
        "train",
        10_000,
        seed,
        null,
        95);
  }

  private static PackPlan prepare(PackRequest request) throws IOException {
    StoredSet set = request.open(HADOOP);
    PackPlan plan = PackPlan.of(set.store(), request);
    new PackDirectory(request, HADOOP).prepare(request, set, plan);
    return plan;
  }

  private static void pack(PackRequest request, Choice choice) throws IOException {
    pack(request, choice, true);
  }

  private static void pack(PackRequest request, Choice choice, boolean finish) throws IOException {
    PackPlan plan = prepare(request);
    PackDirectory directory = new PackDirectory(request, HADOOP);
    List<Integer> shards = new ArrayList<>();
    for (int i = 0; i < plan.shards(); i++) {
      if (!directory.isDone(i)) {
        shards.add(i);
      }
    }
    choice.of(shards);
    ShardPacking packing = new ShardPacking(request.open(HADOOP).store(), plan, request, directory);
    for (int shard : shards) {
      assertTrue(packing.pack(shard) > 0);
    }
    if (finish) {
      directory.finish(plan);
    }
  }

  private static StoredSet stored(DataFormat format, Path place) throws IOException {
    return StoredSet.open(
        format, new DataLocation("SRC", place.toString(), TestSets.HADOOP), List.of());
  }

  private Map<String, Integer> files(String directory) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(directory))) {
      return files.collect(
          Collectors.toMap(
              file -> file.getFileName().toString(), PackingTest::hash, (a, b) -> a, TreeMap::new));
    }
  }

  private static int hash(Path file) {
    try {
      return Arrays.hashCode(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

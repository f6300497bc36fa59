package dev.largo.it;

import static dev.largo.it.StandaloneCluster.read;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.DataFormat;
import dev.largo.data.DataLocation;
import dev.largo.data.format.ImageStore;
import dev.largo.data.format.StoredSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards are the same wherever they are packed, and train as what they were packed from. */
final class PackIT {
  private static final int PATIENCE_SECONDS = 180;
  private static final String SHARD_SIZE = "60 kB";

  @TempDir static Path directory;
  private static TinySet set;

  @BeforeAll
  static void packAlone() {
    set = new TinySet(directory);
    pack("alone");
  }

  @Test
  void unshuffledShardsTrainToTheBitsOfTheirFolder() throws Exception {
    pack("train", "--no-shuffle");
    Path classes = directory.resolve("train/classes.txt");
    Cli.Result validation =
        Cli.run(
            "pack",
            set.data().resolve("validation").toString(),
            directory.resolve("val").toString(),
            "--no-shuffle",
            "--classes",
            classes.toString());
    assertEquals(0, validation.status(), validation.err());

    Cli.Result folder = Cli.run(set.train("folder", "workers=1"));
    Cli.Result shards =
        Cli.run(
            set.train(
                "shards",
                "workers=2",
                "data.format=shards",
                "data.train=" + directory.resolve("train"),
                "data.validation=" + directory.resolve("val/val-000000.tar")));

    assertEquals(0, folder.status(), folder.err());
    assertEquals(0, shards.status(), shards.err());
    assertEquals(set.hash("folder"), set.hash("shards"));
    assertEquals(
        set.lines("folder", "evaluations.jsonl"), set.lines("shards", "evaluations.jsonl"));
  }

  @Test
  void aClusterPacksTheSameBytes() throws Exception {
    Path own = Files.createDirectory(directory.resolve("cluster"));
    Path log = directory.resolve("pack.log");
    try (StandaloneCluster cluster = new StandaloneCluster(own, 2, 1, List.of())) {

      Process process = cluster.submit(log, List.of(), arguments("clustered"));

      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> read(log));
      assertEquals(0, process.exitValue(), () -> read(log));
    }
    assertSame("alone", "clustered");
  }

  @Test
  void aKilledPackingGoesOnToTheSameBytes() throws Exception {
    Path log = directory.resolve("killed.log");
    Path first = directory.resolve("killed/killed-000000.tar");
    Process process = Cli.start(directory, log, arguments("killed"));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!Files.exists(first) && process.isAlive() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    process.destroyForcibly();
    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> read(log));

    pack("killed");

    assertSame("alone", "killed");
    Cli.Result again = Cli.run(arguments("killed"));
    assertEquals(0, again.status(), again.err());
    assertTrue(again.out().contains("is packed already"), again.out());
    Cli.Result other = Cli.run(arguments("killed", "--seed", "2"));
    assertEquals(2, other.status());
    assertEquals(1, other.messages().size(), other.err());
    assertTrue(other.err().contains("holds another packing called killed"), other.err());
  }

  @Test
  void shardsOnHdfsAreTheSameAndReadAtTheirPositions() throws Exception {
    Configuration hadoop = new Configuration();
    hadoop.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.resolve("hdfs").toString());
    try (MiniDFSCluster cluster =
        new MiniDFSCluster.Builder(hadoop).numDataNodes(1).format(true).build()) {
      String place = cluster.getURI() + "/alone";
      Cli.Result result =
          Cli.run(
              "pack", set.data().resolve("train").toString(), place, "--shard-size", SHARD_SIZE);
      assertEquals(0, result.status(), result.err());

      ImageStore far = store(place, hadoop);
      ImageStore near = store(directory.resolve("alone").toUri().toString(), hadoop);

      assertEquals(near.fingerprint(), far.fingerprint());
      int[] mixed = IntStream.range(0, near.size()).map(i -> i * 77 % near.size()).toArray();
      List<byte[]> together = far.bytes(mixed);
      for (int i = 0; i < mixed.length; i++) {
        assertArrayEquals(near.bytes(mixed[i]), together.get(i));
      }
    }
  }

  private static ImageStore store(String place, Configuration hadoop) throws IOException {
    return StoredSet.open(DataFormat.SHARDS, new DataLocation("SRC", place, hadoop), List.of())
        .store();
  }

  @Test
  void whatIsWrongWithARequestIsToldInALine() {
    for (String wrong :
        List.of(
            "--quality=0", "--shard-size=big", "--format=idx", "--name=a.b", "--classes=none")) {
      Cli.Result result = Cli.run(arguments("wrong", wrong));

      assertEquals(2, result.status(), wrong);
      assertEquals(1, result.messages().size(), result.err());
    }
  }

  private static void pack(String name, String... options) {
    Cli.Result result = Cli.run(arguments(name, options));
    assertEquals(0, result.status(), result.err());
    assertTrue(result.out().contains("packed 200 images of 10 classes"), result.out());
  }

  private static String[] arguments(String name, String... options) {
    return Stream.concat(
            Stream.of(
                "pack",
                set.data().resolve("train").toString(),
                directory.resolve(name).toString(),
                "--shard-size",
                SHARD_SIZE),
            Stream.of(options))
        .toArray(String[]::new);
  }

  /** All but the names of the shards is the same. */
  private static void assertSame(String one, String other) throws IOException {
    List<Path> left = tars(one);
    List<Path> right = tars(other);
    assertTrue(left.size() > 3, left.toString());
    assertEquals(left.size(), right.size());
    for (int i = 0; i < left.size(); i++) {
      assertArrayEquals(Files.readAllBytes(left.get(i)), Files.readAllBytes(right.get(i)));
    }
  }

  private static List<Path> tars(String name) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(name))) {
      return files.filter(file -> file.toString().endsWith(".tar")).sorted().toList();
    }
  }
}

package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on tar shards that {@code largo pack} has made, on HDFS too. */
final class ShardTrainingIT {
  @TempDir static Path directory;
  private static TinySet set;
  private static HdfsProcess hdfs;

  @BeforeAll
  static void start() throws Exception {
    set = new TinySet(directory);
    hdfs = new HdfsProcess(directory.resolve("hdfs"));
    Cli.Result folder = Cli.run(set.train("folder"));
    assertEquals(0, folder.status(), folder.err());
  }

  @AfterAll
  static void stop() throws Exception {
    if (hdfs != null) {
      hdfs.close();
    }
  }

  private static void pack(String part, String destination, String... options) {
    String[] line = new String[options.length + 5];
    line[0] = "pack";
    line[1] = set.data().resolve(part).toString();
    line[2] = destination;
    line[3] = "--shard-size";
    line[4] = "20 kB";
    System.arraycopy(options, 0, line, 5, options.length);
    Cli.Result packed = Cli.run(line);
    assertEquals(0, packed.status(), packed.err());
  }

  private static void train(String name, String shards, String... overrides) throws Exception {
    String[] all = new String[overrides.length + 3];
    all[0] = "data.format=shards";
    all[1] = "data.train=" + shards + "/train";
    all[2] = "data.validation=" + shards + "/validation";
    System.arraycopy(overrides, 0, all, 3, overrides.length);
    Cli.Result trained = Cli.run(set.train(name, all));
    assertEquals(0, trained.status(), trained.err());
  }

  @Test
  void shardsOnHdfsInTheFoldersOrderTrainToTheSameBits() throws Exception {
    String place = hdfs.uri() + "/ordered";
    pack("train", place + "/train", "--no-shuffle");
    pack("validation", place + "/validation", "--no-shuffle");

    train("on-hdfs", place, "workers=2", "data.cache.memory=0");

    assertEquals(set.hash("folder"), set.hash("on-hdfs"));
    assertEquals(
        set.lines("folder", "evaluations.jsonl"), set.lines("on-hdfs", "evaluations.jsonl"));
  }

  /** Their images are read together, a micro-batch at a time; those of a folder one by one. */
  @Test
  void randomAreasOfShardsAreThoseOfTheFolder() throws Exception {
    String place = directory.resolve("areas").toString();
    pack("train", place + "/train", "--no-shuffle");
    pack("validation", place + "/validation", "--no-shuffle");
    String[] areas = {
      "data.image-size=32", "data.augment.random-resized-crop.enabled=true", "data.threads=3"
    };
    Cli.Result folder = Cli.run(set.train("folder-areas", areas));
    assertEquals(0, folder.status(), folder.err());

    train("shard-areas", place, areas);

    assertNotEquals(set.hash("folder"), set.hash("folder-areas"));
    assertEquals(set.hash("folder-areas"), set.hash("shard-areas"));
  }

  @Test
  void bufferedOrderIsTheSameForAnyNumberOfWorkers() throws Exception {
    String place = directory.resolve("buffered").toString();
    pack("train", place + "/train", "--no-shuffle");
    pack("validation", place + "/validation", "--no-shuffle");

    train("buffered-1", place, "workers=1", "data.shuffle=buffered", "data.shuffle-buffer=30");
    train("buffered-2", place, "workers=2", "data.shuffle=buffered", "data.shuffle-buffer=30");

    assertNotEquals(set.hash("folder"), set.hash("buffered-1"));
    assertEquals(set.hash("buffered-1"), set.hash("buffered-2"));
  }

  @Test
  void shuffledShardsTrainOnTheSameSamplesInAnotherOrder() throws Exception {
    String place = directory.resolve("shuffled").toString();
    pack("train", place + "/train");
    pack("validation", place + "/validation", "--no-shuffle");

    train("shuffled", place);

    assertNotEquals(set.hash("folder"), set.hash("shuffled"));
    Cli.Result shown =
        Cli.run(
            "data",
            set.configuration().toString(),
            "data.format=shards",
            "data.train=" + place + "/train",
            "data.validation=" + place + "/validation",
            "--sheet",
            directory.resolve("shuffled.png").toString());
    assertEquals(0, shown.status(), shown.err());
    assertTrue(shown.out().contains("training: 200 samples of 10 classes"), shown.out());
    assertTrue(shown.out().contains("20 to 20, median 20"), shown.out());
  }
}

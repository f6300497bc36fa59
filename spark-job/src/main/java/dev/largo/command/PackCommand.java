package dev.largo.command;

import dev.largo.config.ByteSize;
import dev.largo.config.DataFormat;
import dev.largo.config.PathList;
import dev.largo.data.DataLocation;
import dev.largo.data.pack.PackRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code largo pack}: images into tar shards. */
@Command(
    name = "pack",
    description = {
      "Packs a set of images into tar shards as WebDataset has them, with an index and classes.txt"
          + " beside them; data.format = shards reads them.",
      "The same request goes on where an earlier one was interrupted. The shards are the same, byte"
          + " for byte, on any number of machines."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {
      "",
      "Example: largo pack imagenet/train shards/train --resize-shorter 256",
      "         largo pack imagenet/val shards/val --classes shards/train/classes.txt"
    })
final class PackCommand implements Callable<Integer> {
  private static final long LEAST_SHARD = 1 << 10;

  private final Console console;

  @Parameters(index = "0", paramLabel = "SRC", description = "The set: a path or any Hadoop URI.")
  String source;

  @Parameters(
      index = "1",
      paramLabel = "DST",
      description = "The directory of shards: absent, empty, or of an interrupted packing.")
  String destination;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "image-folder, shards, sequence-file or parquet.")
  String format = DataFormat.IMAGE_FOLDER.text();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the shards' names begin with; without it that of the directory.")
  @Nullable String name;

  @Option(
      names = "--shard-size",
      paramLabel = "SIZE",
      description = "A shard is full at, by the lengths of the source's images.")
  String shardSize = "256 MB";

  @Option(
      names = "--resize-shorter",
      paramLabel = "PIXELS",
      description =
          "Scale images whose shorter side is longer than that. Without it files are copied.")
  @Nullable Integer shorter;

  @Option(
      names = "--quality",
      paramLabel = "1..100",
      description = "Of the JPEG files that scaled images become.")
  int quality = 95;

  @Option(names = "--seed", paramLabel = "SEED", description = "Seeds the order of the samples.")
  long seed = 1;

  @Option(
      names = "--no-shuffle",
      description = {
        "Keep the source's order: training repeats that on the source, bit for bit.",
        "Parquet files, which are read in no other order, keep theirs always."
      })
  boolean noShuffle;

  @Option(
      names = "--classes",
      paramLabel = "FILE",
      description = "Names of the classes, one a line; of a validation set those of training.")
  @Nullable String classes;

  PackCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Configuration hadoop = HadoopSettings.load();
    return new PackRun(request(hadoop), destination, hadoop, console).execute();
  }

  private PackRequest request(Configuration hadoop) throws IOException {
    DataFormat from =
        DataFormat.find(format)
            .orElseThrow(
                () ->
                    new RequestException(
                        "--format: none is called "
                            + format
                            + "; give image-folder, shards, sequence-file or parquet"));
    require(
        shorter == null || (shorter >= 8 && shorter <= 4096),
        "--resize-shorter " + shorter + ": not from 8 to 4096");
    require(quality >= 1 && quality <= 100, "--quality " + quality + ": not from 1 to 100");
    String target = InputPaths.absolute(destination, hadoop);
    String shards = name == null ? new Path(target).getName() : name;
    require(
        shards.matches("[A-Za-z0-9][A-Za-z0-9_-]*"),
        "--name "
            + shards
            + ": not letters, digits, hyphens and underscores, with which shards' names begin");
    return new PackRequest(
        from,
        from.takesLists()
            ? PathList.map(source, path -> InputPaths.absolute(path, hadoop))
            : InputPaths.absolute(source, hadoop),
        classNames(hadoop),
        target,
        shards,
        shardBytes(),
        noShuffle || from == DataFormat.PARQUET ? null : seed,
        shorter,
        quality);
  }

  private long shardBytes() {
    try {
      long bytes = ByteSize.parse(shardSize);
      require(bytes >= LEAST_SHARD, "--shard-size " + shardSize + ": not 1 KiB or more");
      return bytes;
    } catch (IllegalArgumentException e) {
      throw new RequestException(
          "--shard-size " + shardSize + ": no size; write, for example, \"256 MB\"");
    }
  }

  private List<String> classNames(Configuration hadoop) throws IOException {
    if (classes == null) {
      return List.of();
    }
    DataLocation location = new DataLocation("--classes", classes, hadoop);
    Path path = location.status(location.path(), "a text file of class names").getPath();
    try (InputStream in = location.fileSystem(path).open(path)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<String> names = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
      require(!names.isEmpty(), "--classes " + classes + ": holds no names; give one a line");
      return names;
    }
  }

  private static void require(boolean fits, String message) {
    if (!fits) {
      throw new RequestException(message);
    }
  }
}

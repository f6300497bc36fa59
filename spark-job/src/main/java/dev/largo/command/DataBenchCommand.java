package dev.largo.command;

import dev.largo.bench.DataBench;
import dev.largo.bench.ImageContender;
import dev.largo.bench.ImageFiles;
import dev.largo.bench.Machine;
import dev.largo.bench.Spread;
import dev.largo.data.image.ImageDecoder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code largo bench data}: images a second from files to samples. */
@Command(
    name = "data",
    description = {
      "Images/s on one thread, from files in memory to normalized samples of ImageNet's training recipe"
          + " (a random area at 224x224, mirrored at random): Largo's way, the same with the JDK's"
          + " JPEG decoder, ImageIO with Graphics2D, and the decoding of whole files alone."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {"", "Example: largo bench data --images /data/imagenet/val --rounds 11"})
final class DataBenchCommand implements Callable<Integer> {
  private static final int GENERATED = 50;

  private final Console console;
  private final List<ImageContender> contenders;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Folder of image files; without it, generated ones of 500x400 pixels.")
  @Nullable Path images;

  @Option(names = "--files", paramLabel = "N", description = "Most files to take of it.")
  int files = 200;

  @Option(names = "--rounds", paramLabel = "N", description = "Measurements of each way.")
  int rounds = 7;

  DataBenchCommand(Console console, List<ImageContender> contenders) {
    this.console = console;
    this.contenders = List.copyOf(contenders);
  }

  @Override
  public Integer call() throws IOException {
    if (rounds < 1 || files < 1) {
      throw new RequestException("bench: rounds and files from 1 on");
    }
    List<byte[]> all = load();
    PrintStream out = console.out();
    out.println(Machine.describe());
    out.printf(
        Locale.ROOT,
        "%s; JPEG by %s; one thread, %d rounds in turn; images/s: median (quartiles)%n",
        ImageFiles.describe(all),
        ImageDecoder.description(),
        rounds);
    out.printf(Locale.ROOT, "  %-32s %-28s %s%n", "", "of processor time", "of wall time");
    for (DataBench.Result result : new DataBench(all).measure(contenders, rounds)) {
      out.printf(
          Locale.ROOT,
          "  %-32s %-28s %s%n",
          result.contender().title(),
          text(result.processor()),
          text(result.wall()));
    }
    return ExitStatus.DONE;
  }

  private List<byte[]> load() throws IOException {
    if (images == null) {
      return ImageFiles.generated(Math.min(files, GENERATED));
    }
    if (!Files.isDirectory(images)) {
      throw new RequestException("--images: " + images + " is no folder");
    }
    List<byte[]> all = ImageFiles.of(images, files);
    if (all.isEmpty()) {
      throw new RequestException("--images: " + images + " holds no image files");
    }
    return all;
  }

  private static String text(Spread speed) {
    return String.format(
        Locale.ROOT, "%6.1f (%.1f - %.1f)", speed.median(), speed.lower(), speed.upper());
  }
}

package dev.largo.command;

import dev.largo.config.LargoConfig;
import dev.largo.data.BadSample;
import dev.largo.data.ContactSheet;
import dev.largo.data.DataException;
import dev.largo.data.DataSummary;
import dev.largo.data.ImageShape;
import dev.largo.data.MicroBatchReader;
import dev.largo.data.Normalization;
import dev.largo.data.NormalizationConstants;
import dev.largo.data.SampleOrder;
import dev.largo.data.SampleSource;
import dev.largo.data.format.DataSets;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code largo data}: what a run would read. */
@Command(
    name = "data",
    description = {
      "Shows what a run would read: classes, counts, sizes, samples that cannot be read; and draws a"
          + " contact sheet: a training sample a column, as it is on top, augmented below."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {"", "Example: largo data conf/quickstart.conf --sheet quickstart.png"})
final class DataCommand implements Callable<Integer> {
  private static final int COLUMNS = 8;
  private static final int EPOCHS = 4;
  private static final int LISTED = 20;
  private static final int EXTREMES = 3;

  private final Console console;

  @Mixin ConfigArguments arguments = new ConfigArguments();

  @Option(
      names = "--sheet",
      paramLabel = "PNG",
      description = "The contact sheet, a file that does not exist yet. Default: NAME-samples.png")
  @Nullable Path sheet;

  @Option(
      names = "--read",
      paramLabel = "N",
      description = "Samples of each part that are read at most, spread evenly; 0 for all.")
  int read = 10_000;

  DataCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (read < 0) {
      throw new RequestException("--read " + read + ": not 0 or more");
    }
    Configuration hadoop = HadoopSettings.load();
    LargoConfig config = arguments.load(hadoop);
    Path file = sheet == null ? Path.of(config.name() + "-samples.png") : sheet;
    if (Files.exists(file)) {
      throw new RequestException("--sheet " + file + ": exists; name another file, or remove it");
    }
    DataSets sets = DataSets.look(config.data(), hadoop);
    boolean scaled = config.data().imageSize() != null;
    int bad = show("training", sets.train(), scaled);
    bad += show("validation", sets.validation(), scaled);
    if (bad == 0) {
      draw(config, sets, file);
      return ExitStatus.DONE;
    }
    console.say("no contact sheet: %d samples cannot be read".formatted(bad));
    return ExitStatus.FAILED;
  }

  private int show(String part, SampleSource source, boolean scaled) throws IOException {
    PrintStream out = console.out();
    DataSummary summary = DataSummary.of(source, read == 0 ? Integer.MAX_VALUE : read, scaled);
    ImageShape shape = source.shape();
    out.printf(
        Locale.ROOT,
        "%s: %,d samples of %d classes, as %d x %d x %d (channels, height, width)%n",
        part,
        source.size(),
        source.classNames().size(),
        shape.channels(),
        shape.height(),
        shape.width());
    classes(source.classNames(), summary);
    out.printf(Locale.ROOT, "  shorter sides of %,d samples:", summary.looked());
    summary
        .shorterSides()
        .forEach(
            (side, count) -> out.printf(Locale.ROOT, "  %d-%d: %,d", side, 2 * side - 1, count));
    out.println();
    out.printf(
        Locale.ROOT, "  cannot be read: %,d of %,d%n", summary.bad().size(), summary.looked());
    for (BadSample sample : summary.bad().stream().limit(LISTED).toList()) {
      out.println("    " + sample.reason());
    }
    if (summary.bad().size() > LISTED) {
      out.printf("    and %d more%n", summary.bad().size() - LISTED);
    }
    return summary.bad().size();
  }

  private void classes(List<String> names, DataSummary summary) {
    List<Integer> order =
        IntStream.range(0, names.size())
            .boxed()
            .sorted(Comparator.comparing(summary.counts()::get))
            .toList();
    console
        .out()
        .printf(
            Locale.ROOT,
            "  samples of a class: %,d to %,d, median %,d; largest : smallest = %.2f%n",
            summary.counts().get(order.get(0)),
            summary.counts().get(order.get(order.size() - 1)),
            summary.counts().get(order.get(order.size() / 2)),
            summary.imbalance());
    boolean all = order.size() <= 2 * EXTREMES + 4;
    List<Integer> shown =
        all
            ? IntStream.range(0, names.size()).boxed().toList()
            : IntStream.concat(
                    IntStream.range(0, EXTREMES),
                    IntStream.range(order.size() - EXTREMES, order.size()))
                .mapToObj(order::get)
                .toList();
    for (int kind : shown) {
      console
          .out()
          .printf(
              Locale.ROOT, "    %d %s: %,d%n", kind, names.get(kind), summary.counts().get(kind));
    }
  }

  private void draw(LargoConfig config, DataSets sets, Path file) throws IOException {
    Normalization normalization = NormalizationConstants.of(config.data(), sets.train());
    int[] order = SampleOrder.of(config.data().shuffle(), sets.train(), config.seed()).ofEpoch(0);
    int[] samples = IntStream.of(order).limit(COLUMNS).toArray();
    BufferedImage image;
    try (MicroBatchReader reader =
        new MicroBatchReader(
            sets.train(), normalization, config.data().augment(), config.seed(), 1)) {
      image = ContactSheet.draw(reader, normalization, samples, EPOCHS);
    }
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      ImageIO.write(image, "png", out);
    } catch (FileAlreadyExistsException e) {
      throw new DataException("--sheet " + file, "exists", "name another file, or remove it", e);
    }
    console.out().printf("mean %s, deviation %s%n", normalization.mean(), normalization.std());
    console
        .out()
        .printf(
            "contact sheet: %s: the first %d training samples as they are, then as epochs 1 to %d see"
                + " them%n",
            file, samples.length, EPOCHS);
    for (int sample : samples) {
      console
          .out()
          .printf(
              "  %s: %s%n",
              sets.train().name(sample), sets.train().classNames().get(sets.train().label(sample)));
    }
  }
}

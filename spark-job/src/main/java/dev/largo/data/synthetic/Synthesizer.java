package dev.largo.data.synthetic;

import dev.largo.config.SyntheticConfig;
import dev.largo.data.DataException;
import dev.largo.data.DataLocation;
import dev.largo.data.LocalFiles;
import dev.largo.data.Parallel;
import dev.largo.data.Seeds;
import dev.largo.data.Split;
import dev.largo.data.SplitMix64;
import dev.largo.data.image.JpegEncoder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Writes the built-in image set: ten classes of shapes, textures and strokes that need convolution
 * to be told apart, as JPEG files {@code train/CLASS/NNNNN.jpg} and {@code
 * validation/CLASS/NNNNN.jpg}.
 *
 * <p>Each image depends on (seed, split, index) only, so the same configuration gives the same
 * bytes in however many threads (of one JDK, whose JPEG encoder has a part in them). A set appears
 * under its name when it is whole, never before.
 */
public final class Synthesizer {
  public static final String DIRECTORY_KEY = "data.synthetic.directory";

  private static final float JPEG_QUALITY = 0.9f;
  private static final int LEAST_SIDE = 16;
  private static final int CHUNK = 50;
  private static final SyntheticClass[] CLASSES = SyntheticClass.values();

  private final SyntheticConfig config;
  private final FileSystem files;
  private final Path directory;
  private final IntConsumer progress;
  private final AtomicInteger done = new AtomicInteger();

  private Synthesizer(SyntheticConfig config, Configuration hadoop, IntConsumer progress)
      throws DataException {
    DataLocation location = new DataLocation(DIRECTORY_KEY, config.directory(), hadoop);
    this.config = config;
    this.directory = location.path();
    this.files = LocalFiles.plain(location.fileSystem(directory));
    this.progress = progress;
  }

  /**
   * Writes the set into {@code config.directory()}, which must be absent or empty.
   *
   * @param progress told how many images are written, from several threads, by ones
   * @throws DataException when the directory holds anything, or cannot be written to
   */
  public static void synthesize(SyntheticConfig config, Configuration hadoop, IntConsumer progress)
      throws DataException {
    Synthesizer synthesizer = new Synthesizer(config, hadoop, progress);
    synthesizer.reporting(synthesizer::refuseAndWrite);
  }

  /**
   * Writes the set if {@code config.directory()} is absent or empty; otherwise checks that the set
   * there is the one the configuration asks for.
   *
   * @throws DataException when the directory holds something else, or cannot be read or written
   */
  public static void ensure(SyntheticConfig config, Configuration hadoop) throws DataException {
    Synthesizer synthesizer = new Synthesizer(config, hadoop, written -> {});
    synthesizer.reporting(synthesizer::checkOrWrite);
  }

  /** Name of the folder of a split. */
  public static String directoryOf(Split split) {
    return split.name().toLowerCase(Locale.ROOT);
  }

  private interface Work {
    void run() throws IOException;
  }

  private void reporting(Work work) throws DataException {
    try {
      work.run();
    } catch (DataException e) {
      throw e;
    } catch (IOException e) {
      throw new DataException(
          directory.toString(),
          "the synthetic set cannot be written (" + e.getMessage() + ")",
          "give a directory with room and the right to write",
          e);
    }
  }

  private void refuseAndWrite() throws IOException {
    if (isTaken()) {
      throw new DataException(
          directory.toString(), "exists and is not empty", "give a new directory");
    }
    write();
  }

  private void checkOrWrite() throws IOException {
    if (isTaken()) {
      SyntheticManifest.check(files, directory, config);
    } else {
      write();
    }
  }

  private boolean isTaken() throws IOException {
    return files.exists(directory)
        && (files.getFileStatus(directory).isFile() || files.listStatus(directory).length > 0);
  }

  private void write() throws IOException {
    checkConfig();
    Path parent = files.makeQualified(directory).getParent();
    Path unfinished =
        new Path(parent, "." + directory.getName() + ".unfinished-" + UUID.randomUUID());
    try {
      writeSplit(unfinished, Split.TRAIN, config.trainSamples());
      writeSplit(unfinished, Split.VALIDATION, config.validationSamples());
      SyntheticManifest.write(files, unfinished, config);
      publish(unfinished);
    } finally {
      files.delete(unfinished, true);
    }
  }

  private void publish(Path unfinished) throws IOException {
    if (files.exists(directory)) {
      // Empty, or this fails: a rename would otherwise put the set inside it.
      files.delete(directory, false);
    }
    if (!files.rename(unfinished, directory)) {
      throw new IOException("cannot rename " + unfinished + " to " + directory);
    }
  }

  private void writeSplit(Path root, Split split, int samples) throws IOException {
    Path folder = new Path(root, directoryOf(split));
    for (SyntheticClass kind : CLASSES) {
      files.mkdirs(new Path(folder, nameOf(kind)));
    }
    long splitSeed = Seeds.mix(config.seed(), split == Split.TRAIN ? 0 : 1);
    SyntheticPainter painter = new SyntheticPainter(config.imageSize());
    Parallel.forChunks(
        samples,
        CHUNK,
        Parallel.processors(),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            SyntheticClass kind = CLASSES[i % CLASSES.length];
            BufferedImage image = painter.paint(kind, new SplitMix64(Seeds.mix(splitSeed, i)));
            String name = String.format(Locale.ROOT, "%05d.jpg", i / CLASSES.length);
            writeFile(
                new Path(new Path(folder, nameOf(kind)), name),
                JpegEncoder.encode(image, JPEG_QUALITY));
            progress.accept(done.incrementAndGet());
          }
        });
  }

  private void writeFile(Path path, byte[] bytes) throws IOException {
    if (files instanceof RawLocalFileSystem local) {
      // Hadoop would start a chmod process for each file where its native library is missing.
      Files.write(local.pathToFile(path).toPath(), bytes);
      return;
    }
    try (OutputStream out = files.create(path, false)) {
      out.write(bytes);
    }
  }

  private void checkConfig() throws DataException {
    int least = CLASSES.length;
    checkAtLeast("data.synthetic.train-samples", config.trainSamples(), least);
    checkAtLeast("data.synthetic.validation-samples", config.validationSamples(), least);
    checkAtLeast("data.synthetic.image-size", config.imageSize(), LEAST_SIDE);
  }

  private static void checkAtLeast(String key, int value, int least) throws DataException {
    if (value < least) {
      throw new DataException(key, "is " + value, "give " + least + " at least");
    }
  }

  private static String nameOf(SyntheticClass kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}

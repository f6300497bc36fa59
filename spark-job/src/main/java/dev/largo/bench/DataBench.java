package dev.largo.bench;

import dev.largo.config.AugmentConfig;
import dev.largo.data.ImageShape;
import dev.largo.data.MicroBatch;
import dev.largo.data.MicroBatchReader;
import dev.largo.data.Normalization;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Images a second from files in memory to normalized samples of ImageNet's training recipe: a
 * random area scaled to 224x224, mirrored at random. One thread; contenders in turn, so that a
 * machine whose speed drifts treats all alike.
 */
public final class DataBench {
  private static final ImageShape SHAPE = new ImageShape(3, 224, 224);
  private static final int SEED = 1;

  /** Rounds before the first that counts, in which code is compiled. */
  private static final int WARM_UP = 3;

  private static final Normalization IMAGENET =
      new Normalization(List.of(123.675, 116.28, 103.53), List.of(58.395, 57.12, 57.375));

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final MicroBatch batch = new MicroBatch(1, SHAPE);
  private final List<byte[]> files;
  private final byte[] pixels = new byte[SHAPE.values()];

  /** A bench of image files. */
  public DataBench(List<byte[]> files) {
    this.files = List.copyOf(files);
  }

  /**
   * What one contender reached.
   *
   * @param wall images a second
   * @param processor images a second of the thread's own processor time, whoever else is busy
   */
  public record Result(Spread wall, Spread processor) {}

  /** Measures; a round takes each file once. */
  public Map<ImageContender, Result> measure(List<ImageContender> contenders, int rounds)
      throws IOException {
    Map<ImageContender, List<Double>> wall = new EnumMap<>(ImageContender.class);
    Map<ImageContender, List<Double>> processor = new EnumMap<>(ImageContender.class);
    for (int round = -WARM_UP; round < rounds; round++) {
      for (ImageContender contender : contenders) {
        long start = System.nanoTime();
        long own = threads.getCurrentThreadCpuTime();
        pass(contender, round);
        double ownSeconds = (threads.getCurrentThreadCpuTime() - own) / 1e9;
        double seconds = (System.nanoTime() - start) / 1e9;
        if (round >= 0) {
          note(wall, contender, seconds);
          note(processor, contender, ownSeconds);
        }
      }
    }
    Map<ImageContender, Result> results = new EnumMap<>(ImageContender.class);
    for (ImageContender contender : contenders) {
      results.put(
          contender,
          new Result(
              Spread.of(wall.getOrDefault(contender, List.of())),
              Spread.of(processor.getOrDefault(contender, List.of()))));
    }
    return results;
  }

  private void note(
      Map<ImageContender, List<Double>> all, ImageContender contender, double seconds) {
    all.computeIfAbsent(contender, c -> new ArrayList<>()).add(files.size() / seconds);
  }

  private void pass(ImageContender contender, int round) throws IOException {
    FileSource source = new FileSource(files, contender, SHAPE, round);
    MicroBatchReader reader =
        new MicroBatchReader(source, IMAGENET, AugmentConfig.of(0, true), SEED, 1);
    int[] order = new int[1];
    for (int i = 0; i < files.size(); i++) {
      if (contender.makesSamples()) {
        order[0] = i;
        reader.readTraining(Math.max(0, round), order, 0, 1, batch);
      } else {
        int unused = source.read(i, pixels);
      }
    }
  }
}

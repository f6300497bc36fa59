package dev.largo.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/**
 * Images a second from files in memory to normalized samples of ImageNet's training recipe: a
 * random area scaled to 224x224, mirrored at random. One thread; contenders in turn, so that a
 * machine whose speed drifts treats all alike.
 */
public final class DataBench {
  /** Rounds before the first that counts, in which code is compiled. */
  private static final int WARM_UP = 3;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final List<byte[]> files;

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
  public record Result(ImageContender contender, Spread wall, Spread processor) {}

  /** Measures; a round takes each file once. Results are in the order of the contenders. */
  public List<Result> measure(List<ImageContender> contenders, int rounds) throws IOException {
    List<Speeds> all = contenders.stream().map(Speeds::new).toList();
    for (int round = 0; round < WARM_UP + rounds; round++) {
      for (Speeds speeds : all) {
        long start = System.nanoTime();
        long own = threads.getCurrentThreadCpuTime();
        speeds.contender.pass(files, round);
        long ownNanos = threads.getCurrentThreadCpuTime() - own;
        long nanos = System.nanoTime() - start;
        if (round >= WARM_UP) {
          speeds.wall.add(files.size() * 1e9 / nanos);
          speeds.processor.add(files.size() * 1e9 / ownNanos);
        }
      }
    }
    return all.stream().map(Speeds::result).toList();
  }

  /** Of one contender, a value a round. */
  private static final class Speeds {
    final ImageContender contender;
    final List<Double> wall = new ArrayList<>();
    final List<Double> processor = new ArrayList<>();

    Speeds(ImageContender contender) {
      this.contender = contender;
    }

    Result result() {
      return new Result(contender, Spread.of(wall), Spread.of(processor));
    }
  }
}

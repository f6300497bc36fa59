package dev.largo.it;

import static dev.largo.it.StandaloneCluster.await;
import static dev.largo.it.StandaloneCluster.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long run: what its processes hold after many steps is what they held after some. */
@Tag("slow")
final class SoakIT {
  /** Ten thousand can be asked for. */
  private static final int STEPS = Integer.getInteger("largo.soak.steps", 800);

  /** Through memory or, where false, over TCP. */
  private static final String SHARED_MEMORY = System.getProperty("largo.soak.sharedMemory", "true");

  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final int MORE_THREADS = 3;
  private static final int MORE_FILES = 8;
  private static final int MORE_HEAP_MEBIBYTES = 4;
  private static final int MORE_NATIVE_MEBIBYTES = 48;

  @TempDir Path directory;

  @Test
  void nothingGrowsFromStepToStep() throws Exception {
    TinySet set = new TinySet(directory);
    Path log = directory.resolve("soak.log");
    try (StandaloneCluster cluster = new StandaloneCluster(directory, 2, 1, List.of())) {
      Process driver =
          cluster.submit(
              log,
              List.of("--conf", "spark.largo.sharedMemory=" + SHARED_MEMORY),
              set.train(
                  "soak",
                  "workers=2",
                  "epochs=" + STEPS / 4,
                  "checkpoint.every=25 epochs",
                  "evaluation.every=25 epochs",
                  "averaging.swa.every=25 epochs",
                  "metrics.layers-every=50 steps"));
      List<List<Held>> seen = new ArrayList<>();
      for (int quarter = 1; quarter < 4; quarter++) {
        // Half-way between two checkpoints, so that none is being written.
        long step = (long) STEPS * quarter / 4 + 50;
        await("step " + step, PATIENCE, () -> steps(set) >= step || !driver.isAlive());
        assertTrue(driver.isAlive(), () -> read(log));
        List<ProcessHandle> processes = new ArrayList<>(cluster.executors());
        processes.add(driver.toHandle());
        List<Held> held = new ArrayList<>();
        for (ProcessHandle process : processes) {
          held.add(Held.by(process));
        }
        seen.add(held);
        System.err.println("step " + step + ": " + held);
      }
      assertTrue(driver.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), () -> read(log));
      assertEquals(0, driver.exitValue(), () -> read(log));

      List<Held> first = seen.get(0);
      List<Held> last = seen.get(seen.size() - 1);
      for (int i = 0; i < first.size(); i++) {
        last.get(i).assertNotAbove(first.get(i));
      }
    }
  }

  private static long steps(TinySet set) throws IOException {
    Path metrics = set.run("soak").resolve("metrics.jsonl");
    if (!Files.exists(metrics)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(metrics)) {
      return lines.count();
    }
  }

  /**
   * What a process holds.
   *
   * @param heap live bytes, garbage collected before
   * @param outside KiB resident outside the Java heap, whose own room the collector sizes as it
   *     likes
   */
  private record Held(long threads, long files, long heap, long outside) {
    private static final int LOOKS = 3;
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final Pattern ADDRESS = Pattern.compile("0x(\\p{XDigit}+)");
    private static final Pattern MAPPING =
        Pattern.compile("(?m)^(\\p{XDigit}+)-\\p{XDigit}+ [^:]{4} .*|^Rss:\\s+(\\d+) kB");

    static Held by(ProcessHandle process) throws Exception {
      Path proc = Path.of("/proc", "" + process.pid());
      long threads = status(proc, "Threads");
      long heap = Long.MAX_VALUE;
      // While native code holds an array the JVM counts without collecting garbage.
      for (int look = 0; look < LOOKS; look++) {
        heap = Math.min(heap, heap(process));
      }
      try (Stream<Path> files = Files.list(proc.resolve("fd"))) {
        return new Held(threads, files.count(), heap, outsideHeap(process, proc));
      }
    }

    private static long heap(ProcessHandle process) throws IOException {
      String text = jcmd(process, "GC.class_histogram");
      Matcher total = TOTAL.matcher(text);
      assertTrue(total.find(), text);
      return Long.parseLong(total.group(1));
    }

    private static long outsideHeap(ProcessHandle process, Path proc) throws IOException {
      String info = jcmd(process, "GC.heap_info");
      LongSummaryStatistics heap =
          ADDRESS
              .matcher(info)
              .results()
              .mapToLong(address -> Long.parseLong(address.group(1), 16))
              .summaryStatistics();
      assertTrue(heap.getCount() >= 2, info);
      Matcher line = MAPPING.matcher(Files.readString(proc.resolve("smaps")));
      long outside = 0;
      boolean inHeap = false;
      while (line.find()) {
        if (line.group(1) != null) {
          long start = Long.parseUnsignedLong(line.group(1), 16);
          inHeap = start >= heap.getMin() && start < heap.getMax();
        } else if (!inHeap) {
          outside += Long.parseLong(line.group(2));
        }
      }
      assertTrue(outside > 0, "no mapping read");
      return outside;
    }

    private static String jcmd(ProcessHandle process, String command) throws IOException {
      Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
      Process run = new ProcessBuilder(jcmd.toString(), "" + process.pid(), command).start();
      return new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static long status(Path proc, String key) throws IOException {
      Matcher matcher =
          Pattern.compile("(?m)^" + key + ":\\s+(\\d+)")
              .matcher(Files.readString(proc.resolve("status")));
      assertTrue(matcher.find(), key);
      return Long.parseLong(matcher.group(1));
    }

    void assertNotAbove(Held before) {
      String both = before + ", later " + this;
      assertTrue(threads <= before.threads + MORE_THREADS, both);
      assertTrue(files <= before.files + MORE_FILES, both);
      assertTrue(heap <= before.heap + (MORE_HEAP_MEBIBYTES << 20), both);
      assertTrue(outside <= before.outside + (MORE_NATIVE_MEBIBYTES << 10), both);
    }
  }
}

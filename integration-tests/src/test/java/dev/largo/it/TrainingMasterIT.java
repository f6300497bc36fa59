package dev.largo.it;

import static dev.largo.it.StandaloneCluster.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.mllib.linalg.Vector;
import org.datavec.api.writable.Writable;
import org.datavec.spark.functions.pairdata.PathToKeyConverter;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program with Largo's training master for dl4j-spark, submitted with spark-submit. */
final class TrainingMasterIT {
  private static final Path REPOSITORY =
      Path.of(System.getProperty("basedir", ".")).resolve("..").toAbsolutePath().normalize();
  private static final int PATIENCE_SECONDS = 180;

  /** Else the program begins when one of them is there. */
  private static final List<String> BOTH_EXECUTORS =
      List.of(
          "--conf", "spark.cores.max=2", "--conf", "spark.scheduler.minRegisteredResourcesRatio=1");

  @TempDir Path directory;

  @Test
  void fitsOnTwoExecutorProcessesEndAtTheBitsOfOneWorkerInOneProcess() throws Exception {
    List<List<String>> alone;
    List<List<String>> spread;
    try (StandaloneCluster cluster = new StandaloneCluster(directory, 2, 1, List.of())) {
      alone = submit(cluster, "alone", "local[1]");
      spread = submit(cluster, "spread", cluster.master());
    }

    assertEquals(List.of("graph", "layers"), column(spread, 0));
    assertEquals(List.of("2", "2"), column(spread, 1), "executors");
    assertEquals(List.of("2", "2"), column(spread, 2), "workers");
    assertEquals(List.of("0", "0"), column(alone, 1), "executors beside the driver");
    assertEquals(List.of("1", "1"), column(alone, 2), "workers");
    assertEquals(column(alone, 3), column(spread, 3), "parameters of the last step");
    assertEquals(column(alone, 4), column(spread, 4), "parameters that the networks have");
    assertEquals(column(alone, 5), column(spread, 5), "accuracies");
    for (String accuracy : column(spread, 5)) {
      assertTrue(Double.parseDouble(accuracy) > 0.8, accuracy);
    }
    try (Stream<Path> left = Files.list(directory.resolve("export"))) {
      assertEquals(List.of(), left.toList());
    }
  }

  private static List<String> column(List<List<String>> lines, int number) {
    return lines.stream().map(line -> line.get(number)).toList();
  }

  /** The words of the lines that the program wrote. */
  private List<List<String>> submit(StandaloneCluster cluster, String name, String master)
      throws Exception {
    Path log = directory.resolve(name + ".log");
    Path written = directory.resolve(name + ".txt");
    List<String> line = new ArrayList<>(List.of("--master", master));
    line.addAll(List.of("--class", FitProgram.class.getName(), "--jars", jars()));
    line.addAll(StandaloneCluster.SETTINGS);
    line.addAll(BOTH_EXECUTORS);
    line.add(program().toString());
    line.addAll(List.of(directory.resolve("export").toString(), written.toString()));

    Process process = cluster.sparkSubmit(log, line.toArray(String[]::new));

    // A program that ends its main, and nothing more, ends.
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertTrue(ended, () -> read(log));
    assertEquals(0, process.exitValue(), () -> read(log));
    return Files.readAllLines(written).stream().map(l -> List.of(l.split(" ", -1))).toList();
  }

  /** What docs/dl4j-spark.md asks for beside the program; MLlib is Spark's own, but not in lib/. */
  private static String jars() throws URISyntaxException {
    List<String> jars = new ArrayList<>();
    jars.add(REPOSITORY.resolve("spark-job/target/largo.jar").toString());
    for (Class<?> type :
        List.of(
            SparkComputationGraph.class,
            PathToKeyConverter.class,
            DataSetLoader.class,
            Writable.class,
            Vector.class)) {
      URL place = type.getProtectionDomain().getCodeSource().getLocation();
      jars.add(Path.of(place.toURI()).toString());
    }
    return jars.stream().collect(Collectors.joining(","));
  }

  /** The program's own jar. */
  private Path program() throws IOException {
    Path jar = directory.resolve("program.jar");
    String entry = FitProgram.class.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      entries.putNextEntry(new JarEntry(entry));
      try (var in = FitProgram.class.getClassLoader().getResourceAsStream(entry)) {
        in.transferTo(entries);
      }
      entries.closeEntry();
    }
    return jar;
  }
}

package dev.largo.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A class of these tests as a process of its own. Its {@code main} gets a directory, which is on
 * the class path, makes a file there when it is ready, and runs until its input ends, which it does
 * with the process that has started it.
 */
final class Daemon implements AutoCloseable {
  private final Process process;

  /**
   * Starts it, and waits until it is ready.
   *
   * @param directory for its log and whatever it writes
   * @param ready name of the file
   * @param jvmOptions of its JVM
   */
  Daemon(Class<?> main, Path directory, String ready, List<String> jvmOptions) throws IOException {
    Files.createDirectories(directory);
    String name = main.getSimpleName();
    Path log = directory.resolve(name + ".log");
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(jvmOptions);
    line.addAll(
        List.of(
            "-cp",
            directory + ":" + System.getProperty("java.class.path"),
            main.getName(),
            directory.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    process = builder.start();
    StandaloneCluster.await(
        name, () -> Files.exists(directory.resolve(ready)) || !process.isAlive());
    if (!process.isAlive()) {
      throw new IOException(name + " has not started:\n" + Files.readString(log));
    }
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}

package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher, in a copy of the repository's outline, with scripts in the place of java, mvn and
 * spark-submit that say how they were called.
 */
abstract class LauncherOutline {
  static final Path REPOSITORY = Path.of(System.getProperty("basedir", ".")).resolve("..");

  @TempDir Path temporary;
  Path root;
  Path java;
  final Map<String, String> environment = new HashMap<>();

  /** What the launcher left behind. */
  record Result(int status, List<String> out, List<String> err) {}

  @BeforeEach
  void outline() throws IOException {
    root = temporary.resolve("a repository");
    for (String directory :
        List.of("submit", "conf", "optimizers/src/main", "spark-job/src/main", "no-jvms")) {
      Files.createDirectories(root.resolve(directory));
    }
    for (String file :
        List.of(
            "pom.xml",
            "optimizers/pom.xml",
            "spark-job/pom.xml",
            "conf/reference.conf",
            "conf/log4j2.properties")) {
      Files.createFile(root.resolve(file));
    }
    Files.copy(REPOSITORY.resolve("submit/largo"), root.resolve("submit/largo"));
    java = root.resolve("jdk");
    script(
        java.resolve("bin/java"),
        """
        if [[ $1 == -version ]]; then echo 'openjdk version "17.0.1"' >&2; exit; fi
        echo "OMP_NUM_THREADS=$OMP_NUM_THREADS"
        echo "SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-}"
        printf '%s\\n' "$@"
        exit 7
        """);
    script(java.resolve("bin/javac"), "exit 0\n");
    script(
        root.resolve("tools/mvn"),
        """
        echo "mvn $*" | tee -a calls
        mkdir -p spark-job/target/lib
        touch spark-job/target/largo.jar
        """);
    environment.put("JAVA_HOME", java.toString());
    environment.put("LARGO_JVM_DIR", root.resolve("no-jvms").toString());
    environment.put("LARGO_MEMORY", "1g");
  }

  static void script(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\n" + body);
    assertTrue(file.toFile().setExecutable(true));
  }

  void built() throws IOException {
    Files.createDirectories(target().resolve("lib"));
    Files.createFile(target().resolve("largo.jar"));
  }

  Path target() {
    return root.resolve("spark-job/target");
  }

  Result largo(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(root.resolve("submit/largo").toString()));
    command.addAll(List.of(arguments));
    return start(command);
  }

  private Result start(List<String> command) throws IOException, InterruptedException {
    Path out = temporary.resolve("out");
    Path err = temporary.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", root.resolve("tools") + ":/usr/bin:/bin");
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the launcher hangs");
    return new Result(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
  }

  /** A line of the user's, typed in the repository. */
  Result shell(String line) throws IOException, InterruptedException {
    Path script = root.resolve("line");
    Files.writeString(script, "cd '" + root + "'\n" + line + "\n");
    return start(List.of("bash", script.toString()));
  }
}

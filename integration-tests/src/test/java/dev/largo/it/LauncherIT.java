package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher on one machine: what it builds, and the JVM that it starts. */
final class LauncherIT extends LauncherOutline {
  @Test
  void runsTheCommandInOneJvmAndPassesItsStatusOn() throws Exception {
    built();

    Result result = largo("train", "a conf", "name=a b");

    assertEquals(7, result.status());
    assertEquals(List.of(), result.err());
    List<String> out = result.out();
    assertEquals(
        List.of(
            "-Xmx1g",
            "-cp",
            target() + "/largo.jar:" + target() + "/lib/*",
            "dev.largo.Largo",
            "train",
            "a conf",
            "name=a b"),
        out.subList(out.indexOf("-Xmx1g"), out.size()));
    assertTrue(out.contains("OMP_NUM_THREADS=1"));
    assertTrue(out.contains("SPARK_LOCAL_IP=127.0.0.1"));
    assertTrue(out.contains("-Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
    assertTrue(out.contains("-Djava.awt.headless=true"));
    assertTrue(out.contains("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"));
  }

  @Test
  void theListsOfOpenedPackagesAreTheSameInLauncherAndBuild() throws Exception {
    built();
    String pom = Files.readString(REPOSITORY.resolve("pom.xml"), StandardCharsets.UTF_8);
    String list = pom.replaceAll("(?s).*<jvm.opens>(.*)</jvm.opens>.*", "$1");

    List<String> out = largo("train").out();

    assertEquals(
        List.of(list.trim().split(" ")), out.subList(2, 2 + list.trim().split(" ").length));
  }

  @Test
  void keepsWhatTheUserHasSet() throws Exception {
    built();
    environment.put("OMP_NUM_THREADS", "3");
    environment.put("SPARK_LOCAL_IP", "10.0.0.1");

    List<String> out = largo("--conf", "spark.a=b c", "train").out();

    assertTrue(out.containsAll(List.of("OMP_NUM_THREADS=3", "SPARK_LOCAL_IP=10.0.0.1")));
    assertTrue(out.contains("-Dspark.a=b c"));
  }

  @Test
  void theHeapIsSetWithoutTheUsersDoing() throws Exception {
    built();
    environment.remove("LARGO_MEMORY");

    List<String> heap =
        largo("train").out().stream().filter(argument -> argument.startsWith("-Xmx")).toList();

    assertEquals(1, heap.size());
    int megabytes = Integer.parseInt(heap.get(0).replaceAll("-Xmx([0-9]+)m", "$1"));
    assertTrue(megabytes > 0 && megabytes <= 8192, heap.toString());
  }

  @Test
  void buildsOnceAndSaysSo() throws Exception {
    Result first = largo("train");
    Result second = largo("train");

    assertEquals(List.of("building Largo (first time, a few minutes)…"), first.err());
    assertEquals(7, first.status());
    assertEquals(List.of(), second.err());
    assertEquals(
        List.of("mvn -B -q -DskipTests -pl spark-job -am package"),
        Files.readAllLines(root.resolve("calls")));
    assertTrue(Files.exists(target().resolve("build.log")));
  }

  @ParameterizedTest
  @CsvSource({
    "pom.xml",
    "spark-job/src/main/A.java",
    "optimizers/src/main/B.java",
    "conf/reference.conf"
  })
  void buildsAgainWhenASourceIsNewer(String changed) throws Exception {
    built();
    Path file = root.resolve(changed);
    Files.writeString(file, "changed");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));

    assertEquals(List.of("building Largo…"), largo("train").err());
  }

  @Test
  void aFailedBuildNamesItsLog() throws Exception {
    script(root.resolve("tools/mvn"), "echo broken; exit 1\n");

    Result result = largo("train");

    assertEquals(1, result.status());
    assertEquals(
        "largo: the build failed; see " + target().resolve("build.log"), result.err().get(1));
    assertEquals(List.of("broken"), Files.readAllLines(target().resolve("build.log")));
    assertEquals(List.of(), result.out());
  }

  @Test
  void withoutAJdk17ItSaysSoInOneLine() throws Exception {
    built();
    script(java.resolve("bin/java"), "echo 'openjdk version \"21.0.1\"' >&2\n");
    environment.put("PATH", onlyTools());

    Result result = largo("train");

    assertEquals(2, result.status());
    assertEquals(1, result.err().size(), result.err().toString());
    assertTrue(result.err().get(0).startsWith("largo: no JDK 17 found; install one"));
  }

  /** A PATH with what the launcher calls, but without the machine's java. */
  private String onlyTools() throws IOException {
    Path tools = root.resolve("tools");
    for (String tool : List.of("bash", "env", "dirname", "readlink", "grep", "awk", "find")) {
      Path link = tools.resolve(tool);
      Files.createSymbolicLink(link, Path.of("/usr/bin", tool));
    }
    return tools.toString();
  }

  @Test
  void helpAddsTheLaunchersOptions() throws Exception {
    built();
    script(
        java.resolve("bin/java"),
        """
        if [[ $1 == -version ]]; then echo 'openjdk version "17.0.1"' >&2; exit; fi
        echo commands
        """);

    Result result = largo("--help");

    assertEquals(0, result.status());
    assertEquals("commands", result.out().get(0));
    assertTrue(String.join("\n", result.out()).contains("--master URL"));
    assertEquals(List.of("commands"), largo().out());
  }
}

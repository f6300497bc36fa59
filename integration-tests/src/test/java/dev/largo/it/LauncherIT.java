package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher, in a copy of the repository's outline, with scripts in the place of java, mvn and
 * spark-submit that say how they were called.
 */
class LauncherIT {
  private static final Path REPOSITORY = Path.of(System.getProperty("basedir", ".")).resolve("..");

  @TempDir Path temporary;
  private Path root;
  private Path java;
  private final Map<String, String> environment = new HashMap<>();

  private record Result(int status, List<String> out, List<String> err) {}

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

  private static void script(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\n" + body);
    assertTrue(file.toFile().setExecutable(true));
  }

  private void built() throws IOException {
    Files.createDirectories(target().resolve("lib"));
    Files.createFile(target().resolve("largo.jar"));
  }

  private Path target() {
    return root.resolve("spark-job/target");
  }

  private Result largo(String... arguments) throws IOException, InterruptedException {
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
  private Result shell(String line) throws IOException, InterruptedException {
    Path script = root.resolve("line");
    Files.writeString(script, "cd '" + root + "'\n" + line + "\n");
    return start(List.of("bash", script.toString()));
  }

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--master spark://h:1 train c",
        "--master=spark://h:1 train c",
        "train --master=spark://h:1 c",
        "train c --master spark://h:1"
      })
  void masterSubmitsWithTheBuiltInSparkWhereverItStands(String arguments) throws Exception {
    built();

    List<String> out = largo(arguments.split(" ")).out();

    int main = out.indexOf("org.apache.spark.deploy.SparkSubmit");
    assertTrue(main > 0, out.toString());
    List<String> submitted = out.subList(main, out.size());
    assertEquals("spark://h:1", submitted.get(submitted.indexOf("--master") + 1));
    assertEquals("dev.largo.Largo", submitted.get(submitted.indexOf("--class") + 1));
    assertTrue(submitted.contains("spark.executorEnv.OMP_NUM_THREADS=1"));
    assertEquals(
        List.of("train", "c"),
        submitted.subList(submitted.indexOf(target() + "/largo.jar") + 1, submitted.size()));
    assertTrue(out.contains("SPARK_LOCAL_IP="), "a cluster must not be told to use 127.0.0.1");
  }

  @Test
  void sparkOptionsBeforeTheCommandArePassedOnBehindTheLaunchersOwn() throws Exception {
    built();

    List<String> out =
        largo(
                "--master=spark://h:1",
                "--conf",
                "spark.a=b",
                "--executor-memory=8g",
                "--deploy-mode",
                "client",
                "--verbose",
                "train",
                "--conf",
                "x")
            .out();

    assertEquals(
        List.of(
            "--conf",
            "spark.a=b",
            "--executor-memory",
            "8g",
            "--deploy-mode",
            "client",
            "--verbose",
            target() + "/largo.jar",
            "train",
            "--conf",
            "x"),
        out.subList(out.size() - 11, out.size()));
  }

  @Test
  void sparkHomeBringsItsOwnSubmit() throws Exception {
    built();
    Path home = root.resolve("spark");
    script(home.resolve("bin/spark-submit"), "echo submitted; printf '%s\\n' \"$@\"\n");
    environment.put("SPARK_HOME", home.toString());

    assertEquals("submitted", largo("--master", "yarn", "train").out().get(0));
    assertTrue(largo("train").out().contains("-Xmx1g"), "without a master it runs embedded");

    Files.createDirectories(home.resolve("conf"));
    Files.writeString(home.resolve("conf/spark-defaults.conf"), "spark.master  yarn\n");
    List<String> out = largo("train").out();
    assertEquals("submitted", out.get(0));
    assertFalse(out.contains("--master"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"train 'a conf' name='a b'", "--master spark://h:1 --conf spark.a='b c' train c"})
  void aDryRunPrintsALineThatDoesTheSameWhenItIsPasted(String arguments) throws Exception {
    built();

    Result shown = shell("submit/largo --dry-run " + arguments);
    Result pasted = shell(String.join("\n", shown.out()));
    Result run = shell("submit/largo " + arguments);

    assertEquals(0, shown.status(), shown.err().toString());
    assertEquals(7, pasted.status());
    assertEquals(run.out(), pasted.out());
  }

  @Test
  void aDryRunNeitherBuildsNorTellsSecrets() throws Exception {
    Result result =
        largo(
            "--dry-run",
            "--master=spark://h:1",
            "--conf",
            "spark.authenticate.secret=hush hush",
            "--conf",
            "spark.hadoop.fs.s3a.access.key=hush",
            "--conf",
            "spark.hadoop.fs.azure.account.key.a.dfs.core.windows.net=hush",
            "--conf",
            "spark.largo.place=s3a://key:hush@bucket/a",
            "--conf",
            "spark.driver.extraJavaOptions=-Da=b -Djavax.net.ssl.keyStorePassword=hush",
            "train",
            "c");

    assertEquals(0, result.status());
    String shown = String.join("\n", result.out());
    assertFalse(shown.contains("hush"), shown);
    assertTrue(shown.contains("'spark.authenticate.secret=*********(redacted)'"), shown);
    assertTrue(shown.contains("-Da=b -Djavax.net.ssl.keyStorePassword=*********(redacted)"), shown);
    assertEquals(
        List.of(
            "largo: "
                + target()
                + "/largo.jar is missing or older than its sources; without --dry-run it is built first"),
        result.err());
    assertFalse(Files.exists(root.resolve("calls")));
  }

  @Test
  void aMasterAmongTheSettingsIsTheMaster() throws Exception {
    built();
    List<String> out =
        largo("--dry-run", "--conf", "spark.master=spark://h:7077", "train", "c").out();

    assertTrue(String.join(" ", out).contains("--master spark://h:7077"), out::toString);
    assertTrue(String.join(" ", out).contains("SparkSubmit"), out::toString);
  }

  @Test
  void theClustersOwnSettingsComeBeforeThoseOfTheCommandLine() throws Exception {
    built();
    script(
        root.resolve("spark/bin/spark-submit"), "echo $HADOOP_CONF_DIR; printf '%s\\n' \"$@\"\n");
    Files.writeString(
        root.resolve("submit/cluster.env"),
        Files.readString(REPOSITORY.resolve("submit/cluster.env.example"))
            .replace("/opt/spark", "'" + root.resolve("spark") + "'"));

    List<String> out = largo("--conf", "spark.executor.instances=2", "train", "c").out();

    assertEquals("/etc/hadoop/conf", out.get(0));
    assertEquals("yarn", out.get(out.indexOf("--master") + 1));
    assertEquals(
        List.of(
            "--deploy-mode",
            "client",
            "--properties-file",
            "/etc/largo/spark-defaults.conf",
            "--conf",
            "spark.executor.instances=8",
            "--conf",
            "spark.executor.instances=2",
            "hdfs:///apps/largo.jar",
            "train",
            "c"),
        out.subList(out.size() - 11, out.size()));
    assertTrue(largo("--master=spark://h:1", "train").out().contains("spark://h:1"));
    assertTrue(largo("--version").out().contains("-Xmx4g"), "needs no cluster");
    environment.put("LARGO_CLUSTER_ENV", "/dev/null");
    assertTrue(largo("train").out().contains("dev.largo.Largo"), "embedded");
  }

  @Test
  void settingsThatAreNotThereAreNamed() throws Exception {
    built();
    environment.put("LARGO_CLUSTER_ENV", "no/such.env");

    Result result = largo("train");

    assertEquals(2, result.status());
    assertTrue(
        result.err().get(0).startsWith("largo: LARGO_CLUSTER_ENV = no/such.env: cannot be read"),
        result.err().toString());
  }

  @Test
  void kubernetesIsSentTheJarOfItsImage() throws Exception {
    built();
    script(root.resolve("spark/bin/spark-submit"), "exit 9\n");
    environment.put("SPARK_HOME", root.resolve("spark").toString());
    environment.put("LARGO_JAR", "local:///opt/largo/largo.jar");

    List<String> out =
        largo(
                "--dry-run",
                "--master",
                "k8s://https://h:6443",
                "--deploy-mode",
                "cluster",
                "--properties-file",
                "submit/kubernetes/spark-defaults.conf",
                "train",
                "hdfs://n/c.conf")
            .out();

    assertEquals(
        List.of(
            "  --master k8s://https://h:6443 \\",
            "  --deploy-mode cluster \\",
            "  --properties-file submit/kubernetes/spark-defaults.conf \\",
            "  local:///opt/largo/largo.jar train hdfs://n/c.conf"),
        out.subList(out.size() - 4, out.size()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--master yarn train c | largo: --master yarn: the built-in Spark knows standalone clusters only; set SPARK_HOME",
        "--master k8s://h:1 train c | largo: --master k8s://h:1: the built-in Spark knows standalone clusters only; set SPARK_HOME",
        "--master | largo: --master: has no value",
        "--conf | largo: --conf: has no value",
        "--conf a train | largo: --conf a: not KEY=VALUE of Spark",
        "--executor-memory | largo: --executor-memory: has no value",
        "--executor-memory 8g train | largo: --executor-memory: needs a cluster; add --master URL"
      })
  void wrongOptionsAreOneLine(String arguments, String start) throws Exception {
    built();

    Result result = largo(arguments.split(" "));

    assertEquals(2, result.status());
    assertEquals(1, result.err().size());
    assertTrue(result.err().get(0).startsWith(start), result.err().toString());
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

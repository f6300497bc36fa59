package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher and a cluster: what it gives spark-submit, and what it shows of that. */
final class LauncherSubmitIT extends LauncherOutline {
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
}

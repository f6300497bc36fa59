package dev.largo.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

final class HadoopSettingsTest {
  @Test
  void sparksHadoopSettingsTravelAndHadoopsDefaultsDoNot() {
    System.setProperty("spark.hadoop.fs.s3a.endpoint", "store.example");
    try {
      Configuration hadoop = HadoopSettings.load();
      hadoop.set("dfs.replication", "2");

      Map<String, String> own = HadoopSettings.own(hadoop);

      assertEquals("store.example", own.get("fs.s3a.endpoint"));
      assertEquals("2", own.get("dfs.replication"));
      assertFalse(own.containsKey("fs.trash.interval"), "a default");
    } finally {
      System.clearProperty("spark.hadoop.fs.s3a.endpoint");
    }
  }

  @Test
  void pathsOfInputsBecomeAbsoluteAndUrisStay() throws Exception {
    LargoConfig given =
        ConfigLoader.load(
            "test",
            "largo { name = a, data { format = idx, train = \"some/dir\", validation = \"hdfs://h/v\" } }",
            List.of("model.file=net.json"));

    LargoConfig absolute = InputPaths.absolute(given, new Configuration());

    assertEquals(Path.of("some/dir").toAbsolutePath().toString(), absolute.data().train());
    assertEquals("hdfs://h/v", absolute.data().validation());
    assertEquals(Path.of("net.json").toAbsolutePath().toString(), absolute.model().file());
    assertEquals(given.runs(), absolute.runs());
  }
}

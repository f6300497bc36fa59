package dev.largo.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.ConfigException;
import dev.largo.config.LargoConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations that are read through Hadoop, as from HDFS. */
final class ConfigSourceTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectory(folder.resolve("my nets"));
    Files.writeString(
        folder.resolve("my nets/base.conf"),
        "include \"model.conf\"\nlargo { name = run, data.format = synthetic, batch.global = 64 }");
    Files.writeString(folder.resolve("my nets/model.conf"), "largo.model.name = lenet");
    Files.writeString(
        folder.resolve("run.conf"), "include \"my nets/base.conf\"\nlargo.batch.global = 128");
  }

  private String uri(String name) {
    return folder.resolve(name).toUri().toString();
  }

  @Test
  void whatStandsBesideAConfigurationIsIncluded() {
    LargoConfig config = ConfigSource.load(uri("run.conf"), List.of(), HADOOP);

    assertEquals("lenet", config.model().name());
    assertEquals(128, config.batch().global());
    assertEquals(config, ConfigSource.template(uri("run.conf"), List.of(), HADOOP).with(Map.of()));
  }

  @Test
  void includedFileThatIsNotThereIsNamed() throws IOException {
    Files.delete(folder.resolve("my nets/model.conf"));

    RequestException e =
        assertThrows(
            RequestException.class, () -> ConfigSource.load(uri("run.conf"), List.of(), HADOOP));

    assertTrue(e.toString().contains("my%20nets/model.conf: cannot be read"), e::toString);
  }

  @Test
  void fileThatIncludesItselfIsRefused() throws IOException {
    Files.writeString(folder.resolve("run.conf"), "include \"run.conf\"");

    ConfigException e =
        assertThrows(
            ConfigException.class, () -> ConfigSource.load(uri("run.conf"), List.of(), HADOOP));

    assertTrue(e.toString().contains("run.conf: is included by itself"), e::toString);
  }
}

package dev.largo.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.LargoConfig;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PreparationTest {
  @Test
  void runsAtTheSameTimeShareProcessorsAndMemory(@TempDir Path directory) throws Exception {
    LargoConfig config = new TinyRuns(directory).config("engine.kind=onednn");
    Configuration hadoop = new Configuration();
    int cores = Runtime.getRuntime().availableProcessors();

    assertEquals(cores, Preparation.of(config, hadoop, 1).data().threads());
    assertEquals(1, Preparation.of(config, hadoop, cores).data().threads());
    RequestException refused =
        assertThrows(RequestException.class, () -> Preparation.of(config, hadoop, 1 << 24));
    assertTrue(
        String.valueOf(refused.getMessage())
            .startsWith("batch.micro = 10: 1 worker in each of 16777216 runs at once take"),
        refused::toString);
  }
}

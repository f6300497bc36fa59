package dev.largo.optim.golden;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Where golden files are missing, no test passes for it. */
class GoldenTest {
  private final Properties before = (Properties) System.getProperties().clone();

  @AfterEach
  void restore() {
    System.setProperties(before);
  }

  @Test
  void givenFolderMustBeThere() {
    System.getProperties().putAll(Map.of("golden.dir", "no-such", "start.dir", "/nowhere"));

    String message =
        String.valueOf(assertThrows(IllegalStateException.class, Golden::directory).getMessage());
    assertTrue(message.endsWith("there is no /nowhere/no-such"), message);
    assertThrows(IllegalStateException.class, () -> Golden.read("schedules.json"));
    assertThrows(IllegalStateException.class, () -> Golden.names("optimizers"));
  }

  @Test
  void withoutTheUsualFolderTestsAreSkipped() {
    System.clearProperty("golden.dir");
    System.setProperty("shared.dir", "/nowhere");

    assertThrows(TestAbortedException.class, Golden::directory);
  }
}

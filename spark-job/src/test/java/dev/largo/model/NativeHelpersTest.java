package dev.largo.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class NativeHelpersTest {
  private static final String DISABLE = "org.eclipse.deeplearning4j.helpers.disable";

  @Test
  void oneDnnComputesTheLayers() {
    assertTrue(NativeHelpers.active());
  }

  @Test
  void noticesThatTheyAreOff() {
    NativeRuntime.prepare();
    String before = System.setProperty(DISABLE, "true");
    try {
      assertFalse(NativeHelpers.active());
    } finally {
      System.setProperty(DISABLE, before);
    }
  }

  @Test
  void settingsOfTheUserStay() {
    NativeRuntime.prepare();
    String before = System.setProperty("org.nd4j.log.initialization", "true");
    try {
      NativeRuntime.prepare();
      assertEquals("true", System.getProperty("org.nd4j.log.initialization"));
    } finally {
      System.setProperty("org.nd4j.log.initialization", before);
    }
  }
}

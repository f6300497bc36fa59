package dev.largo.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class BuildInfoTest {
  @Test
  void whatTheBuildCouldNotFillInIsUnknown() {
    Properties properties = new Properties();
    properties.setProperty("version", "1.2");
    properties.setProperty("commit", "${git.commit}");

    assertEquals(new BuildInfo("1.2", "unknown", "unknown"), BuildInfo.of(properties));
  }

  @Test
  void aCommitIsTakenAsItIs() {
    Properties properties = new Properties();
    properties.setProperty("version", "1.2");
    properties.setProperty("dl4j", "3.4");
    properties.setProperty("commit", "0123456789012345678901234567890123456789");

    assertEquals(
        new BuildInfo("1.2", "3.4", "0123456789012345678901234567890123456789"),
        BuildInfo.of(properties));
  }
}

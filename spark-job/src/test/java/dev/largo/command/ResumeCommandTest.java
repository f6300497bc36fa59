package dev.largo.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ResumeCommandTest {
  @Test
  void anotherDecoderIsToldInOneLine() {
    String line = ResumeCommand.decoderChange("libjpeg-turbo 2", "JDK").orElseThrow();

    assertTrue(line.contains("libjpeg-turbo 2, and are with JDK"), line);
    assertEquals(1, line.lines().count());
  }

  @Test
  void nothingIsSaidOfTheSameDecoderOrOfNone() {
    assertEquals(Optional.empty(), ResumeCommand.decoderChange("JDK", "JDK"));
    assertEquals(Optional.empty(), ResumeCommand.decoderChange(null, "JDK"));
    assertEquals(Optional.empty(), ResumeCommand.decoderChange(null, null));
  }
}

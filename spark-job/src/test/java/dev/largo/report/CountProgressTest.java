package dev.largo.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CountProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final AtomicLong seconds = new AtomicLong();

  @Test
  void elsewhereALineIsWrittenNowAndThen() {
    try (CountProgress progress = progress(false)) {
      progress.at(1);
      seconds.set(11);
      progress.at(2);
      progress.at(3);
      seconds.set(30);
      progress.at(7);
    }

    assertEquals("2 of 9 shards\n7 of 9 shards\n", bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void onATerminalABarIsDrawn() {
    try (CountProgress progress = progress(true)) {
      progress.at(9);
    }

    String drawn = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(drawn.contains("shards") && drawn.contains("9/9"), drawn);
  }

  private CountProgress progress(boolean terminal) {
    return new CountProgress(
        out, terminal, "shards", 9, () -> Instant.ofEpochSecond(seconds.get()));
  }
}

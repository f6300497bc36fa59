package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.optim.layout.Slice;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names are the same in any language; in Persian numbers have digits of their own. */
final class CheckpointNamesTest {
  private final Locale before = Locale.getDefault();

  @BeforeEach
  void speakPersian() {
    Locale.setDefault(Locale.forLanguageTag("fa-IR"));
    assertEquals("\u06f7", String.format("%d", 7));
  }

  @AfterEach
  void speakAsBefore() {
    Locale.setDefault(before);
  }

  @Test
  void checkpointsAreFoundByTheirNames(@TempDir Path run) throws Exception {
    Checkpoints checkpoints =
        new Checkpoints(new org.apache.hadoop.fs.Path(run.toUri()), new Configuration());

    assertEquals("step-00000007", checkpoints.at(7).model().getParent().getName());
    assertEquals("state-0-12.bin", Checkpoint.stateFile(new Slice(0, 12)));
  }
}

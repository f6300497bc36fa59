package dev.largo.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReportCommandTest {
  @TempDir Path directory;

  /** It has a configuration like a run, and must not be taken for one. */
  @ParameterizedTest
  @ValueSource(strings = {"study", "search"})
  void studyThatLargoDidNotWriteIsNamed(String kind) throws Exception {
    Files.writeString(directory.resolve("config.conf"), "largo {}");
    Files.writeString(directory.resolve(kind + ".json"), "{}");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);

    int status =
        LargoCommand.execute(new Console(stream, stream, false), "report", directory.toString());

    String said = err.toString(StandardCharsets.UTF_8);
    assertEquals(2, status, said);
    assertTrue(said.contains(kind + ".json: not what Largo wrote"), said);
    assertEquals(1, said.lines().count(), said);
    assertFalse(Files.exists(directory.resolve("report.html")));
  }
}

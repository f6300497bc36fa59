package dev.largo.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.data.TestSets;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataBenchCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void measuresEveryWayOnTheFilesOfAFolder(@TempDir Path folder) {
    TestSets.writeImage(folder.resolve("a/1.jpg"), TestSets.plain(40, 30, 0x336699));
    TestSets.writeImage(folder.resolve("b/2.png"), TestSets.plain(60, 50, 0x336699));

    assertEquals(ExitStatus.DONE, run("--images", folder.toString(), "--rounds", "1"));

    String table = out.toString(StandardCharsets.UTF_8);
    assertTrue(table.contains("2 files, on average 50x40"), table);
    for (String way : new String[] {"Largo ", "JDK's decoder", "Graphics2D", "decoding alone"}) {
      assertTrue(table.contains(way), table);
    }
  }

  @Test
  void aFolderWithoutImagesIsNamedInOneLine(@TempDir Path folder) {
    assertEquals(ExitStatus.WRONG_REQUEST, run("--images", folder.toString()));
    assertEquals("largo: --images: " + folder + " holds no image files", err());

    err.reset();
    assertEquals(ExitStatus.WRONG_REQUEST, run("--images", "nowhere"));
    assertEquals("largo: --images: nowhere is no folder", err());
  }

  private int run(String... options) {
    String[] arguments = new String[2 + options.length];
    arguments[0] = "bench";
    arguments[1] = "data";
    System.arraycopy(options, 0, arguments, 2, options.length);
    return LargoCommand.execute(
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false),
        arguments);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8).strip();
  }
}

package dev.largo.optim.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README shows code that is compiled, and prints what it says. */
class ReadmeTest {
  /** Surefire sets basedir to the module's folder. */
  private static final Path MODULE = Path.of(System.getProperty("basedir", "."));

  @Test
  void quotesTheExamples() throws IOException {
    List<String> blocks = blocks("java");
    assertEquals(2, blocks.size());
    assertQuoted("LogisticRegression", blocks.get(0));
    assertQuoted("LongRun", blocks.get(1));
  }

  private static void assertQuoted(String example, String block) throws IOException {
    String source =
        Files.readString(
            MODULE.resolve("src/test/java/dev/largo/optim/example/" + example + ".java"));

    String quoted = block.lines().map(ReadmeTest::indented).collect(Collectors.joining("\n"));

    assertTrue(source.contains(quoted), "the README quotes something else:\n" + quoted);
  }

  private static String indented(String line) {
    return line.isEmpty() ? line : "  " + line;
  }

  @Test
  void printsWhatTheExamplesPrint() throws IOException {
    List<String> blocks = blocks("");

    assertEquals(
        blocks,
        List.of(
            printedBy(() -> LogisticRegression.main(new String[0])),
            printedBy(() -> LongRun.main(new String[0]))));
  }

  private static String printedBy(Runnable example) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      example.run();
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8).lines().collect(Collectors.joining("\n"));
  }

  /** The fenced blocks of that language. */
  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("(?:^|\\n\\n)```" + language + "\\n(.*?)\\n```", Pattern.DOTALL)
        .matcher(Files.readString(MODULE.resolve("README.md")))
        .results()
        .map(fence -> fence.group(1))
        .toList();
  }
}

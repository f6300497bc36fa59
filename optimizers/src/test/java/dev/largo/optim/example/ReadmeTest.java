package dev.largo.optim.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README shows code that is compiled, and prints what it says. */
class ReadmeTest {
  /** Surefire sets basedir to the module's folder. */
  private static final Path MODULE = Path.of(System.getProperty("basedir", "."));

  @Test
  void quotesTheExample() throws IOException {
    String source =
        Files.readString(
            MODULE.resolve("src/test/java/dev/largo/optim/example/LogisticRegression.java"));

    String quoted =
        block("java").lines().map(line -> "  " + line).collect(Collectors.joining("\n"));

    assertTrue(source.contains(quoted), "the README quotes something else:\n" + quoted);
  }

  @Test
  void printsWhatTheExamplePrints() throws IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      LogisticRegression.main(new String[0]);
    } finally {
      System.setOut(before);
    }

    assertEquals(
        block("").lines().toList(), printed.toString(StandardCharsets.UTF_8).lines().toList());
  }

  /** The first fenced block of that language. */
  private static String block(String language) throws IOException {
    Matcher fence =
        Pattern.compile("(?:^|\\n\\n)```" + language + "\\n(.*?)\\n```", Pattern.DOTALL)
            .matcher(Files.readString(MODULE.resolve("README.md")));
    assertTrue(fence.find(), "the README has no block of " + language);
    return fence.group(1);
  }
}

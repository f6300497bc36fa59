package dev.largo.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EndsOnceTest {
  @TempDir Path directory;

  @Test
  void lineThatGrowsBehindItsEndIsNotTwo() throws IOException {
    Path file = directory.resolve("lines");
    Files.writeString(file, "one\ntw");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new EndsOnce(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      assertEquals("one", lines.readLine());
      assertEquals("tw", lines.readLine());
      Files.writeString(file, "o\nthree\n", StandardOpenOption.APPEND);

      assertEquals(null, lines.readLine());
    }
  }

  @Test
  void singleBytesEndToo() throws IOException {
    Path file = directory.resolve("bytes");
    Files.writeString(file, "a");
    try (EndsOnce bytes = new EndsOnce(Files.newInputStream(file))) {
      assertEquals('a', bytes.read());
      assertEquals(-1, bytes.read());
      Files.writeString(file, "b", StandardOpenOption.APPEND);

      assertEquals(-1, bytes.read());
    }
  }
}

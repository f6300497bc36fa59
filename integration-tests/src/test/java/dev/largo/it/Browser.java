package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chromium without a window. */
final class Browser {
  private static final Pattern TOLD = Pattern.compile("<title>(\\{.*?})</title>");

  /**
   * Shows a page in a frame, since a window is at least 500 pixels wide, and tells of it as soon as
   * all its figures are drawn: a canvas that holds nothing but its background's transparency is
   * empty.
   */
  private static final String FRAME =
      """
      <!doctype html>
      <title>waiting</title>
      <iframe style="width: %dpx; height: 900px; border: 0" src="%s"></iframe>
      <script>
        const frame = document.querySelector('iframe');
        const empty = (canvas) =>
          canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.every((v) => v === 0);
        const look = () => {
          const page = frame.contentDocument;
          const figures = [...page.querySelectorAll('figure.chart')];
          const undrawn = figures.find((figure) => !figure.dataset.drawn);
          if (figures.length === 0 || undrawn) {
            undrawn?.scrollIntoView();
            setTimeout(look, 50);
            return;
          }
          document.title = JSON.stringify({
            figures: figures.length,
            empty: figures.filter((f) => [...f.querySelectorAll('canvas')].every(empty)).length,
            width: page.documentElement.clientWidth,
            needed: page.documentElement.scrollWidth,
          });
        };
        frame.addEventListener('load', look);
      </script>
      """;

  private Browser() {}

  /**
   * Opens a page so wide, and scrolls from one figure to the next until all are drawn.
   *
   * @return figures, how many of them are empty, the page's width and the width that it needs
   */
  static JsonNode look(Path page, int width, Path directory) throws Exception {
    Path frame = directory.resolve("frame-%d.html".formatted(width));
    Files.writeString(frame, FRAME.formatted(width, page.toUri()));
    Path log = directory.resolve("browser-%d.log".formatted(width));
    Path dump = directory.resolve("dump-%d.html".formatted(width));
    Process process =
        new ProcessBuilder(
                Commands.required("chromium", "pages are not looked at"),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--allow-file-access-from-files",
                "--enable-logging=stderr",
                "--v=0",
                "--user-data-dir=" + directory.resolve("profile"),
                "--window-size=1500,1000",
                "--virtual-time-budget=120000", // A second a chart, and room; it passes at once.
                "--dump-dom",
                frame.toUri().toString())
            .redirectError(log.toFile())
            .redirectOutput(dump.toFile())
            .start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertTrue(ended, "the page never came to rest");
    List<String> errors =
        Files.readString(log, StandardCharsets.ISO_8859_1)
            .lines()
            .filter(line -> line.contains("CONSOLE"))
            .toList();
    assertEquals(List.of(), errors, "console");
    Matcher told = TOLD.matcher(Files.readString(dump));
    assertTrue(told.find(), "the page's figures were not all drawn");
    return new ObjectMapper().readTree(told.group(1));
  }
}

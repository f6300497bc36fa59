package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * The buttons of a page's figures and tables: they are pressed, and what they give is looked at.
 */
final class Buttons {
  /** Chromium lets a page save ten files a second, and drops the others without a word. */
  private static final int FIGURES_OF_A_TAB = 5;

  /** What the page shows of each table and picture, and of one chart of each sort. */
  private static final String FIGURES =
      """
      (() => {
        const sort = (figure) => {
          const data = figure.querySelector('script');
          return data && JSON.stringify(JSON.parse(data.textContent).series.map((s) => [s.type, s.largoKind]));
        };
        const sorts = new Set();
        return [...document.querySelectorAll('figure')].flatMap((figure, index) => {
          if (sorts.has(sort(figure))) {
            return [];
          }
          sorts.add(sort(figure) ?? figure);
          const shown = figure.querySelector('.canvas, img');
          return [{
            index,
            kind: figure.className,
            title: figure.querySelector('figcaption').firstChild.textContent,
            buttons: [...figure.querySelectorAll('button')].map((button) => button.textContent),
            width: shown?.clientWidth,
            height: shown?.clientHeight,
            naturalWidth: shown?.naturalWidth,
            naturalHeight: shown?.naturalHeight,
            cells: [...figure.querySelectorAll('tr')].map((row) => [...row.cells].map((cell) => cell.textContent)),
          }];
        });
      })()
      """;

  private static final int WIDTH = 1400;

  private static final Pattern CELL =
      Pattern.compile("\\G(?:\"((?:[^\"]|\"\")*+)\"|([^\",\n]*))([,\n])");

  private final Browser browser;
  private final Tab tab;

  private Buttons(Browser browser, Tab tab) {
    this.browser = browser;
    this.tab = tab;
  }

  /** Presses those of a page, and returns how many cells of tables had to be quoted. */
  static int pressed(Browser browser, URI page) throws Exception {
    JsonNode figures;
    try (Tab tab = Tab.open(browser, page, WIDTH)) {
      figures = tab.evaluate(FIGURES);
    }
    int quoted = 0;
    for (int from = 0; from < figures.size(); from += FIGURES_OF_A_TAB) {
      try (Tab tab = Tab.open(browser, page, WIDTH)) {
        Buttons buttons = new Buttons(browser, tab);
        for (int i = from; i < Math.min(from + FIGURES_OF_A_TAB, figures.size()); i++) {
          quoted += buttons.pressed(figures.get(i));
        }
      }
    }
    return quoted;
  }

  private int pressed(JsonNode figure) throws Exception {
    List<String> buttons = new ArrayList<>();
    figure.path("buttons").forEach(button -> buttons.add(button.asText()));
    int index = figure.path("index").asInt();
    if (figure.path("kind").asText().equals("table")) {
      assertEquals(List.of("Copy CSV"), buttons, figure::toString);
      return copied(button(index, 0), figure);
    }
    assertEquals(List.of("PNG", "SVG"), buttons, figure::toString);
    boolean picture = figure.path("kind").asText().equals("picture");
    png(button(index, 0), figure, picture);
    svg(button(index, 1), figure, picture);
    return 0;
  }

  private static String button(int figure, int button) {
    return "document.querySelectorAll('figure')[%d].querySelectorAll('button')[%d]"
        .formatted(figure, button);
  }

  /** A browser puts an underscore where a file's name may not have a character. */
  private static void assertName(JsonNode figure, String ending, Tab.Saved saved) {
    String title = figure.path("title").asText();
    assertEquals(title.replaceAll("[/:*?\"<>|~]", "_") + ending, saved.name());
  }

  /** A chart has two pixels for each on the screen, a picture its own. */
  private void png(String button, JsonNode figure, boolean picture) throws Exception {
    Tab.Saved saved = tab.saved(button);

    assertName(figure, ".png", saved);
    byte[] bytes = Files.readAllBytes(saved.file());
    assertEquals("\u0089PNG\r\n\u001a\n", new String(bytes, 0, 8, StandardCharsets.ISO_8859_1));
    BufferedImage image = ImageIO.read(saved.file().toFile());
    assertNotNull(image, figure::toString);
    int width = figure.path(picture ? "naturalWidth" : "width").asInt();
    int height = figure.path(picture ? "naturalHeight" : "height").asInt();
    assertEquals(picture ? width : 2 * width, image.getWidth(), figure::toString);
    assertEquals(picture ? height : 2 * height, image.getHeight(), figure::toString);
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    long colors = Arrays.stream(pixels).distinct().count();
    assertTrue(colors > 3, () -> colors + " colours: " + figure);
  }

  /** A chart has marks and words, a picture has itself. */
  private void svg(String button, JsonNode figure, boolean picture) throws Exception {
    Tab.Saved saved = tab.saved(button);

    assertName(figure, ".svg", saved);
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    Element svg = factory.newDocumentBuilder().parse(saved.file().toFile()).getDocumentElement();
    assertEquals(
        "{http://www.w3.org/2000/svg}svg", "{" + svg.getNamespaceURI() + "}" + svg.getLocalName());
    assertEquals(figure.path("width").asText(), svg.getAttribute("width"), figure::toString);
    assertEquals(figure.path("height").asText(), svg.getAttribute("height"), figure::toString);
    if (picture) {
      Element image = (Element) svg.getElementsByTagName("image").item(0);
      assertTrue(image.getAttribute("href").startsWith("data:image/png;base64,"), figure::toString);
    } else {
      assertTrue(svg.getElementsByTagName("path").getLength() > 3, figure::toString);
      assertTrue(svg.getElementsByTagName("text").getLength() > 1, figure::toString);
    }
  }

  private int copied(String button, JsonNode figure) throws IOException {
    tab.press(button);
    assertEquals("Copied", tab.evaluate(button + ".textContent").asText());
    String csv = Tab.pasted(browser);

    List<List<String>> expected = new ArrayList<>();
    int quoted = 0;
    for (JsonNode row : figure.path("cells")) {
      List<String> cells = new ArrayList<>();
      for (JsonNode cell : row) {
        cells.add(cell.asText());
        quoted += cell.asText().matches("(?s).*[\",\n].*") ? 1 : 0;
      }
      expected.add(cells);
    }
    assertEquals(expected, rows(csv));
    return quoted;
  }

  /** The cells of a CSV file as RFC 4180 has it, but with line feeds alone. */
  private static List<List<String>> rows(String csv) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    Matcher cell = CELL.matcher(csv);
    int end = 0;
    while (cell.find()) {
      String quoted = cell.group(1);
      row.add(quoted == null ? cell.group(2) : quoted.replace("\"\"", "\""));
      if (cell.group(3).equals("\n")) {
        rows.add(row);
        row = new ArrayList<>();
      }
      end = cell.end();
    }
    assertEquals(csv.length(), end, csv);
    return rows;
  }
}

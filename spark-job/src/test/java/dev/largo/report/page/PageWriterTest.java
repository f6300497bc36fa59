package dev.largo.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class PageWriterTest {
  private static final String HOSTILE = "</script><img src=x onerror=alert(1)> & \"more\"";
  private static final String ESCAPED =
      "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; &amp; \"more\"";

  private static final Pattern DATA =
      Pattern.compile("<script type=\"application/json\">(.*?)</script>", Pattern.DOTALL);

  private static String html(Block... blocks) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PageWriter.write(new Page(HOSTILE, HOSTILE, List.of(blocks)), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Block.Figure figure(String name) {
    return Chart.ofLines()
        .names("xAxis", List.of(name))
        .numbers("yAxis", name)
        .line(name, List.of(new double[] {0, 1}, new double[] {1, Double.NaN}))
        .bars(name, List.of(0.5, Double.POSITIVE_INFINITY))
        .figure(name, name, 300);
  }

  private static int count(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }

  @Test
  void namesStayNames() throws Exception {
    String html =
        html(
            new Block.Heading(HOSTILE),
            new Block.Paragraph(HOSTILE),
            new Block.Table(HOSTILE, List.of(HOSTILE), List.of(List.of(HOSTILE))),
            figure(HOSTILE));

    assertFalse(html.contains("<img src=x"), "a name has become an element");
    // Three of the page, two of the texts, three of the table, title and caption of the figure.
    assertEquals(10, count(html, ESCAPED));
  }

  @Test
  void firstCellsOfATableLeadWhereTheyShould() throws Exception {
    String html =
        html(
            new Block.Table(
                "t",
                List.of("a", "b"),
                List.of(List.of("one", "1"), List.of("two", "2")),
                List.of("cells/\"one\"/report.html", "")));

    assertTrue(
        html.contains("<td><a href=\"cells/&quot;one&quot;/report.html\">one</a><td>1"), html);
    assertTrue(html.contains("<tr><td>two<td>2"), html);
  }

  @Test
  void figuresDataCannotEndItsScriptAndIsReadBackAsItWas() throws Exception {
    String html = html(figure(HOSTILE));

    assertEquals(3, count(html, "<script"), "the figure's, the library, the page's own");
    assertEquals(3, count(html, "</script"));
    Matcher data = DATA.matcher(html);
    assertTrue(data.find());
    JsonNode option = new ObjectMapper().readTree(data.group(1));
    assertEquals(HOSTILE, option.path("series").path(0).path("name").asText());
    assertEquals(HOSTILE, option.path("xAxis").path("data").path(0).asText());
    assertTrue(option.path("series").path(0).path("data").path(1).path(1).isNull());
    assertTrue(option.path("series").path(1).path("data").path(1).isNull());
  }

  @Test
  void pageHoldsAllThatItNeeds() throws Exception {
    String html = html(figure("loss"));

    assertTrue(html.contains("prefers-color-scheme"), "style");
    assertTrue(html.contains("Copy CSV"), "the page's own script");
    assertTrue(html.contains("Licensed to the Apache Software Foundation"), "the library");
    assertTrue(html.length() > 1_000_000, "the library as a whole");
  }

  /** Nor does its library name any element that would: what it says of the net are names of XML. */
  @Test
  void pageLoadsNothing() throws Exception {
    String html = html(figure("loss"));

    assertFalse(Pattern.compile("<link(?! rel=\"icon\" href=\"data:,\">)").matcher(html).find());
    assertFalse(Pattern.compile("<(script|iframe|object|embed)[^>]*\\ssrc").matcher(html).find());
    assertFalse(Pattern.compile("(src|href)\\s*=\\s*[\"']?\\s*(https?:)?//").matcher(html).find());
    assertFalse(html.contains("@import"));
    assertFalse(Pattern.compile("url\\(\\s*[\"']?(https?:)?//").matcher(html).find());
    assertFalse(Pattern.compile("(fetch|importScripts)\\(\\s*[\"']").matcher(html).find());
  }
}

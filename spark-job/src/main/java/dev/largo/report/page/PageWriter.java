package dev.largo.report.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.largo.data.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Writes a page as one HTML file, with everything that it needs in it. */
public final class PageWriter {
  private final StringBuilder html = new StringBuilder();

  private PageWriter() {}

  /** Writes a page; the stream stays open. */
  public static void write(Page page, OutputStream out) throws IOException {
    PageWriter writer = new PageWriter();
    writer.add(page);
    writer.end();
    out.write(writer.bytes());
  }

  /**
   * Writes a page for a server: the browser asks for {@code version} every few seconds, and loads
   * the page anew when it is another one.
   */
  public static LiveHtml live(Page page) throws IOException {
    PageWriter writer = new PageWriter();
    writer.add(page);
    String version = new Fingerprint().bytes(writer.bytes()).hex();
    writer.line(
        "<script data-version=\"%s\">\n%s</script>".formatted(version, resource("live.js")));
    writer.end();
    return new LiveHtml(version, writer.bytes());
  }

  private void add(Page page) throws IOException {
    line("<!doctype html>");
    line("<html lang=\"en\">");
    line("<head>");
    line("<meta charset=\"utf-8\">");
    line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    line("<meta name=\"color-scheme\" content=\"light dark\">");
    // None: a browser would ask the server for one.
    line("<link rel=\"icon\" href=\"data:,\">");
    line("<title>" + text(page.title()) + "</title>");
    line("<style>\n" + resource("page.css") + "</style>");
    line("</head>");
    line("<body>");
    line("<main>");
    line("<header><h1>" + text(page.title()) + "</h1>");
    line("<p>" + text(page.subtitle()) + "</p></header>");
    page.blocks().forEach(this::add);
    line("</main>");
    line("<script>" + resource("echarts.min.js") + "</script>");
    line("<script>\n" + resource("page.js") + "</script>");
  }

  private void end() {
    line("</body>");
    line("</html>");
  }

  private byte[] bytes() {
    return html.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void add(Block block) {
    if (block instanceof Block.Heading heading) {
      line("<h2>" + text(heading.text()) + "</h2>");
    } else if (block instanceof Block.Paragraph paragraph) {
      line("<p>" + text(paragraph.text()) + "</p>");
    } else if (block instanceof Block.Table table) {
      add(table);
    } else if (block instanceof Block.Figure figure) {
      add(figure);
    } else if (block instanceof Block.Picture picture) {
      add(picture);
    } else if (block instanceof Block.Row row) {
      line("<div class=\"row\">");
      row.blocks().forEach(this::add);
      line("</div>");
    } else if (block instanceof Block.Tiles tiles) {
      add(tiles);
    } else if (block instanceof Block.Folded folded) {
      line("<details><summary>" + text(folded.title()) + "</summary>");
      line("<pre>" + text(folded.text()) + "</pre></details>");
    }
  }

  private void add(Block.Table table) {
    line("<figure class=\"table\">");
    line("<figcaption>" + text(table.title()) + "</figcaption>");
    line("<div class=\"scroll\"><table>");
    line("<thead>" + row("th", table.header(), "") + "</thead>");
    line("<tbody>");
    for (int i = 0; i < table.rows().size(); i++) {
      String link = i < table.links().size() ? table.links().get(i) : "";
      line(row("td", table.rows().get(i), link));
    }
    line("</tbody>");
    line("</table></div>");
    line("</figure>");
  }

  private void add(Block.Figure figure) {
    line("<figure class=\"chart\">");
    line("<figcaption>" + text(figure.title()) + "</figcaption>");
    line("<div class=\"canvas\" style=\"height:" + figure.height() + "px\"></div>");
    line("<script type=\"application/json\">" + json(figure) + "</script>");
    line("<p>" + text(figure.caption()) + "</p>");
    line("</figure>");
  }

  private void add(Block.Picture picture) {
    line("<figure class=\"picture\">");
    line("<figcaption>" + text(picture.title()) + "</figcaption>");
    line(
        "<div class=\"scroll\"><img alt=\"\" width=\""
            + picture.width()
            + "\" height=\""
            + picture.height()
            + "\" src=\"data:image/png;base64,"
            + picture.png()
            + "\"></div>");
    line("<p>" + text(picture.caption()) + "</p>");
    line("</figure>");
  }

  private void add(Block.Tiles tiles) {
    line("<dl class=\"tiles\">");
    for (Block.Tile tile : tiles.tiles()) {
      line("<div><dt>" + text(tile.label()) + "</dt><dd>" + text(tile.value()) + "</dd>");
      line("<dd>" + text(tile.note()) + "</dd></div>");
    }
    line("</dl>");
  }

  private static String row(String cell, List<String> cells, String link) {
    StringBuilder row = new StringBuilder("<tr>");
    for (int i = 0; i < cells.size(); i++) {
      String text = text(cells.get(i));
      row.append('<').append(cell).append('>');
      row.append(i > 0 || link.isEmpty() ? text : link(link, text));
    }
    return row.append("</tr>").toString();
  }

  private static String link(String path, String text) {
    return "<a href=\"%s\">%s</a>".formatted(text(path).replace("\"", "&quot;"), text);
  }

  /** A name in the data must not end the script that it stands in. */
  private static String json(Block.Figure figure) {
    try {
      return ChartData.JSON.writeValueAsString(figure.option()).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(PageWriter.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void line(String line) {
    html.append(line).append('\n');
  }
}

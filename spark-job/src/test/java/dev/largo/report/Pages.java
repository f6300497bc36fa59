package dev.largo.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.report.page.Block;
import dev.largo.report.page.Page;
import dev.largo.report.page.PageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Ways to look into a page. */
public final class Pages {
  private Pages() {}

  /** The blocks of one kind, those in rows among them. */
  public static <T extends Block> List<T> only(Page page, Class<T> type) {
    return flat(page.blocks()).stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static List<Block> flat(List<Block> blocks) {
    List<Block> all = new ArrayList<>();
    for (Block block : blocks) {
      all.addAll(block instanceof Block.Row row ? flat(row.blocks()) : List.of(block));
    }
    return all;
  }

  /** The titles of all figures. */
  public static List<String> titles(Page page) {
    return only(page, Block.Figure.class).stream().map(Block.Figure::title).toList();
  }

  /** A figure by its title. */
  public static Block.Figure figure(Page page, String title) {
    return only(page, Block.Figure.class).stream()
        .filter(figure -> figure.title().equals(title))
        .findFirst()
        .orElseThrow();
  }

  /** What a figure draws. */
  public static JsonNode option(Page page, String title) {
    return figure(page, title).option();
  }

  /** The data of a figure's series, chosen by name and by type or kind; "none" where not there. */
  public static String data(Page page, String title, String name, String kind) {
    for (JsonNode series : option(page, title).path("series")) {
      if (series.path("name").asText().equals(name)
          && (series.path("type").asText().equals(kind)
              || series.path("largoKind").asText().equals(kind))) {
        return series.path("data").toString();
      }
    }
    return "none";
  }

  /** A table whose title begins so. */
  public static Block.Table table(Page page, String title) {
    return only(page, Block.Table.class).stream()
        .filter(table -> table.title().startsWith(title))
        .findFirst()
        .orElseThrow();
  }

  /** Value and note of a tile. */
  public static List<String> tile(Page page, String label) {
    return only(page, Block.Tiles.class).get(0).tiles().stream()
        .filter(tile -> tile.label().equals(label))
        .findFirst()
        .map(tile -> List.of(tile.value(), tile.note()))
        .orElseThrow();
  }

  /** Bytes of the page's file. */
  public static int size(Page page) throws IOException {
    ByteArrayOutputStream html = new ByteArrayOutputStream();
    PageWriter.write(page, html);
    return html.size();
  }
}

package dev.largo.report.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A part of a page. */
public sealed interface Block {
  /** A section's heading. */
  record Heading(String text) implements Block {}

  /** A paragraph. */
  record Paragraph(String text) implements Block {}

  /**
   * A table, which can be copied as CSV.
   *
   * @param rows as many cells each as the header
   * @param links where the first cell of each row leads to, empty: nowhere; none for no row
   */
  record Table(String title, List<String> header, List<List<String>> rows, List<String> links)
      implements Block {
    public Table {
      header = List.copyOf(header);
      rows = List.copyOf(rows);
      links = List.copyOf(links);
    }

    /** A table that leads nowhere. */
    public Table(String title, List<String> header, List<List<String>> rows) {
      this(title, header, rows, List.of());
    }
  }

  /**
   * A chart, which can be saved as PNG or SVG.
   *
   * @param caption what is to be seen in it
   * @param option what ECharts draws
   * @param height in pixels
   */
  record Figure(String title, String caption, ObjectNode option, int height) implements Block {}

  /**
   * A picture of pixels, which can be saved as PNG or SVG.
   *
   * @param caption what is to be seen in it
   * @param png the file, in Base64
   * @param width on the page, in pixels
   */
  record Picture(String title, String caption, String png, int width, int height)
      implements Block {}

  /** Blocks side by side where there is room for it, else below each other. */
  record Row(List<Block> blocks) implements Block {
    public Row {
      blocks = List.copyOf(blocks);
    }
  }

  /** What is to be seen first: figures with what they are of. */
  record Tiles(List<Tile> tiles) implements Block {
    public Tiles {
      tiles = List.copyOf(tiles);
    }
  }

  /**
   * A figure in large print.
   *
   * @param note a line below it
   */
  record Tile(String label, String value, String note) {}

  /** A text that opens on a click. */
  record Folded(String title, String text) implements Block {}
}

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
   */
  record Table(String title, List<String> header, List<List<String>> rows) implements Block {
    public Table {
      header = List.copyOf(header);
      rows = List.copyOf(rows);
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
}

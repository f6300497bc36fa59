package dev.largo.report.page;

import java.util.List;

/**
 * A page of results.
 *
 * @param subtitle a line under the title
 */
public record Page(String title, String subtitle, List<Block> blocks) {
  public Page {
    blocks = List.copyOf(blocks);
  }
}

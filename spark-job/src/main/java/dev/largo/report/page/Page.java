package dev.largo.report.page;

import java.util.List;
import java.util.stream.Stream;

/**
 * A page of results.
 *
 * @param subtitle a line under the title
 */
public record Page(String title, String subtitle, List<Block> blocks) {
  public Page {
    blocks = List.copyOf(blocks);
  }

  /** The page with more at its end. */
  public Page with(List<Block> more) {
    return new Page(title, subtitle, Stream.concat(blocks.stream(), more.stream()).toList());
  }
}

package dev.largo.report.live;

import dev.largo.report.page.Page;
import java.io.IOException;

/** Something that has a page, which changes. */
public interface PageSource {
  /** A text that is another one whenever the page would be; cheap beside making it. */
  String state() throws IOException;

  /** The page of what there is now. */
  Page page() throws IOException;
}

package dev.largo.report.live;

import dev.largo.report.page.Block;
import dev.largo.report.page.LiveHtml;
import dev.largo.report.page.Page;
import dev.largo.report.page.PageWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A page that is made anew when somebody asks for it and its source has changed since.
 *
 * <p>Whoever is read must not be slowed down: the source is looked at once in {@link #LOOK} at
 * most, one page is made at a time, and making pages takes no more than about one part in {@link
 * #SHARE} of the time. For any number of threads.
 */
public final class LivePage {
  /** Least time from one look at the source to the next. */
  static final Duration LOOK = Duration.ofSeconds(2);

  /** After a page that took so long, the next one is made so many times as much later. */
  static final int SHARE = 10;

  /** Most time from one look at the source to the next: one look may have waited for storage. */
  static final Duration LONGEST = Duration.ofMinutes(5);

  private final PageSource source;
  private final LongSupplier nanoTime;
  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable LiveHtml html;
  private long next;
  private @Nullable String state;

  /**
   * A page.
   *
   * @param nanoTime as {@link System#nanoTime()}: nobody sets it back
   */
  public LivePage(PageSource source, LongSupplier nanoTime) {
    this.source = source;
    this.nanoTime = nanoTime;
  }

  /**
   * The page. While another thread makes a new one it is the last one, so that only the very first
   * is waited for. Where it cannot be made, one that says why.
   */
  LiveHtml current() throws IOException {
    LiveHtml known = html;
    if (known == null) {
      making.lock();
    } else if (!making.tryLock()) {
      return known;
    }
    try {
      return refreshed();
    } finally {
      making.unlock();
    }
  }

  private LiveHtml refreshed() throws IOException {
    long begun = nanoTime.getAsLong();
    LiveHtml known = html;
    if (known != null && begun - next < 0) {
      return known;
    }
    LiveHtml made = known;
    boolean failed = false;
    try {
      String seen = source.state();
      if (made == null || !seen.equals(state)) {
        made = PageWriter.live(source.page());
        state = seen;
      }
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      made = PageWriter.live(failed(e));
      state = null; // It may have been a file in the middle of a change.
      failed = true;
    }
    html = made;
    long ended = nanoTime.getAsLong();
    long pause = failed ? 0 : Math.min(SHARE * (ended - begun), LONGEST.toNanos());
    next = ended + Math.max(pause, LOOK.toNanos());
    return made;
  }

  private static Page failed(Throwable why) {
    String message = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
    return new Page("There is no page at the moment", "", List.of(new Block.Paragraph(message)));
  }
}

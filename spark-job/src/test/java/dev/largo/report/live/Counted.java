package dev.largo.report.live;

import dev.largo.report.page.Block;
import dev.largo.report.page.Page;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A source that is changed by hand, which counts, and the clock that it is looked at by. */
final class Counted implements PageSource, LongSupplier {
  final AtomicInteger looks = new AtomicInteger();
  final AtomicInteger pages = new AtomicInteger();
  volatile String text = "first";
  volatile @Nullable RuntimeException failure;
  volatile boolean unreachable;
  volatile Duration effort = Duration.ZERO;
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // A clock may run over.

  void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Override
  public long getAsLong() {
    return now.get();
  }

  @Override
  public String state() throws IOException {
    looks.incrementAndGet();
    if (unreachable) {
      throw new IOException("storage does not answer");
    }
    return text;
  }

  @Override
  public Page page() throws IOException {
    pages.incrementAndGet();
    pass(effort);
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
    return new Page("title", "", List.of(new Block.Paragraph(text)));
  }
}

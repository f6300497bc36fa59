package dev.largo.report.live;

import dev.largo.report.page.Block;
import dev.largo.report.page.Page;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A source that is changed by hand, which counts, and the clock that it is looked at by. */
final class Counted implements PageSource, InstantSource {
  final AtomicInteger looks = new AtomicInteger();
  final AtomicInteger pages = new AtomicInteger();
  volatile String text = "first";
  volatile @Nullable RuntimeException failure;
  volatile Duration effort = Duration.ZERO;
  private volatile Instant now = Instant.EPOCH;

  void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public String state() {
    looks.incrementAndGet();
    return text;
  }

  @Override
  public Page page() throws IOException {
    pages.incrementAndGet();
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
    pass(effort);
    return new Page("title", "", List.of(new Block.Paragraph(text)));
  }
}

package dev.largo.report;

import me.tongfei.progressbar.ProgressBarConsumer;

/** Draws nothing once it is closed: the bar's own thread may be drawing at that moment. */
final class ClosedOnce implements ProgressBarConsumer {
  private final ProgressBarConsumer console;
  private boolean closed;

  ClosedOnce(ProgressBarConsumer console) {
    this.console = console;
  }

  @Override
  public int getMaxRenderedLength() {
    return console.getMaxRenderedLength();
  }

  @Override
  public synchronized void accept(String bar) {
    if (!closed) {
      console.accept(bar);
    }
  }

  @Override
  public synchronized void clear() {
    if (!closed) {
      console.clear();
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      console.close();
    }
  }
}

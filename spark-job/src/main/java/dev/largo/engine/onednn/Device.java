package dev.largo.engine.onednn;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.stream;

/** The processor as oneDNN sees it, and the queue of one replica. */
final class Device implements AutoCloseable {
  private final engine processor = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
  private final stream queue = new stream(processor);

  engine engine() {
    return processor;
  }

  stream stream() {
    return queue;
  }

  @Override
  public void close() {
    queue.deallocate();
    processor.deallocate();
  }
}

package dev.largo.data;

import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads micro-batches ahead of their use, in one background daemon thread.
 *
 * <p>Invariants: (1) micro-batches come out in the order of the requests; (2) {@code ahead + 1}
 * buffers are all there ever are: the one the caller holds, and those waiting or being filled; (3)
 * after the last micro-batch, or after the first error, the thread has nothing left to do and ends.
 * For one consuming thread.
 */
public final class MicroBatchPrefetcher implements AutoCloseable {
  /** What the thread hands over: a filled buffer, or an error, or neither at the end. */
  private record Delivery(@Nullable MicroBatch batch, @Nullable Throwable error) {}

  private final BlockingQueue<MicroBatch> free;
  private final BlockingQueue<Delivery> ready;
  private final MicroBatchReader reader;
  private final Thread thread;
  private @Nullable MicroBatch lent;
  private @Nullable Delivery last;

  /**
   * Starts to read at once.
   *
   * @param requests what to read; asked by the background thread only
   * @param reader used by the background thread only, and closed with this
   * @param capacity samples a micro-batch can hold
   * @param ahead micro-batches read ahead, at least 1
   */
  public MicroBatchPrefetcher(
      Iterator<? extends MicroBatchRequest> requests,
      MicroBatchReader reader,
      int capacity,
      int ahead) {
    if (ahead < 1) {
      throw new IllegalArgumentException("ahead must be at least 1: " + ahead);
    }
    this.reader = reader;
    this.free = new ArrayBlockingQueue<>(ahead + 1);
    // A place for every buffer and one for the end, so that adding to it never fails.
    this.ready = new ArrayBlockingQueue<>(ahead + 2);
    for (int i = 0; i <= ahead; i++) {
      free.add(new MicroBatch(capacity, reader.shape()));
    }
    this.thread = new Thread(() -> readAll(requests), "largo-micro-batches");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * The next micro-batch, waiting for it if need be. It is the caller's until the next call.
   *
   * @throws IOException that the reader met with; every later call throws it again
   * @throws NoSuchElementException after the last micro-batch
   */
  public MicroBatch take() throws IOException, InterruptedException {
    if (lent != null) {
      free.add(lent);
      lent = null;
    }
    Delivery delivery = last != null ? last : ready.take();
    if (delivery.batch() != null) {
      lent = delivery.batch();
      return delivery.batch();
    }
    last = delivery;
    throw ended(delivery);
  }

  /** Stops the thread and waits until it has ended. */
  @Override
  public void close() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      thread.interrupt();
      try {
        thread.join(100);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    reader.close();
    if (last == null) {
      last = new Delivery(null, new IOException("the prefetcher is closed"));
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static IOException ended(Delivery delivery) {
    Throwable error = delivery.error();
    if (error == null) {
      throw new NoSuchElementException("every requested micro-batch has been taken");
    }
    if (error instanceof IOException exception) {
      return exception;
    }
    if (error instanceof Error fatal) {
      throw fatal;
    }
    throw new IllegalStateException("reading a micro-batch failed: " + error.getMessage(), error);
  }

  private void readAll(Iterator<? extends MicroBatchRequest> requests) {
    try {
      while (requests.hasNext()) {
        MicroBatch batch = free.take();
        requests.next().read(reader, batch);
        ready.add(new Delivery(batch, null));
      }
      ready.add(new Delivery(null, null));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      ready.add(new Delivery(null, e));
    }
  }
}

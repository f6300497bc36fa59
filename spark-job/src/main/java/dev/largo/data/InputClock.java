package dev.largo.data;

import java.util.concurrent.atomic.LongAdder;

/**
 * Where the threads that read ahead spend their time, all of a JVM's together, so that a wait for
 * samples can be told by its cause.
 */
public final class InputClock {
  private static final InputClock SHARED = new InputClock();

  private final LongAdder read = new LongAdder();
  private final LongAdder decode = new LongAdder();
  private final LongAdder augment = new LongAdder();

  private InputClock() {}

  /** That of this JVM. */
  public static InputClock shared() {
    return SHARED;
  }

  /** Time spent on getting the bytes of a sample. */
  public void reading(long nanos) {
    read.add(nanos);
  }

  /** Time spent on making pixels of them. */
  public void decoding(long nanos) {
    decode.add(nanos);
  }

  /** Time spent on augmentation and normalization. */
  void augmenting(long nanos) {
    augment.add(nanos);
  }

  /** Time spent so far. */
  public Times times() {
    return new Times(read.sum(), decode.sum(), augment.sum());
  }

  /** Nanoseconds by stage. */
  public record Times(long read, long decode, long augment) {
    /** The stage that took most since an earlier time: read, decode or augment. */
    public String slowestSince(Times before) {
      long reading = read - before.read;
      long decoding = decode - before.decode;
      long augmenting = augment - before.augment;
      if (reading >= decoding && reading >= augmenting) {
        return "read";
      }
      return decoding >= augmenting ? "decode" : "augment";
    }
  }
}

package dev.largo.collective;

import dev.largo.config.WireFormat;
import dev.largo.optim.layout.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ranks of one JVM: what one hands in the others read in place.
 *
 * <p>Each exchange is: publish, wait for all, read, wait for all. The second wait keeps a published
 * array unchanged until everyone has read it.
 */
public final class SharedMemoryGroup {
  private final Object[] published;

  /** Guards the three fields below. */
  private final Object lock = new Object();

  private int arrived;
  private long generation;
  private @Nullable Throwable failure;

  /** A group of {@code worldSize} ranks. */
  public SharedMemoryGroup(int worldSize) {
    if (worldSize < 1) {
      throw new IllegalArgumentException("worldSize must be at least 1: " + worldSize);
    }
    published = new Object[worldSize];
  }

  /** The collective of one rank; used by that rank's thread alone. */
  public Collective member(int rank) {
    if (rank < 0 || rank >= published.length) {
      throw new IllegalArgumentException("rank " + rank + " of " + published.length);
    }
    return new Member(rank);
  }

  /** A world of one. */
  public static Collective solo() {
    return new SharedMemoryGroup(1).member(0);
  }

  /** Makes every present and later call of every rank fail; the first cause is the one kept. */
  public void abort(Throwable cause) {
    synchronized (lock) {
      if (failure == null) {
        failure = cause;
      }
      lock.notifyAll();
    }
  }

  /** The first failure of any rank, or null. */
  public @Nullable Throwable failure() {
    synchronized (lock) {
      return failure;
    }
  }

  private void await(int rank) {
    synchronized (lock) {
      requireAlive(rank);
      long mine = generation;
      if (++arrived == published.length) {
        arrived = 0;
        generation++;
        lock.notifyAll();
        return;
      }
      while (generation == mine) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new CollectiveException("rank " + rank + " was interrupted while waiting", e);
        }
        if (generation == mine) {
          requireAlive(rank);
        }
      }
    }
  }

  private void requireAlive(int rank) {
    if (failure != null) {
      throw new CollectiveException("rank " + rank + " stops because another one failed", failure);
    }
  }

  private final class Member implements Collective {
    private final int rank;

    private Member(int rank) {
      this.rank = rank;
    }

    @Override
    public int rank() {
      return rank;
    }

    @Override
    public int worldSize() {
      return published.length;
    }

    @Override
    public long reduceScatter(PartialSums partials, Slice slice, float[] sum) {
      publish(partials);
      List<PartialSums> all = new ArrayList<>();
      for (Object of : published) {
        all.add((PartialSums) of);
      }
      long overflows = VectorSum.finish(all, slice, sum);
      await(rank);
      return overflows;
    }

    @Override
    public void allGather(float[] vector, List<Slice> slices, WireFormat wire) {
      publish(vector);
      for (int from = 0; from < published.length; from++) {
        Slice slice = slices.get(from);
        if (from != rank) {
          System.arraycopy(published[from], slice.from(), vector, slice.from(), slice.length());
        }
      }
      await(rank);
    }

    @Override
    public double[] allGather(double[] own) {
      publish(own);
      double[] all =
          Arrays.stream(published).flatMapToDouble(o -> Arrays.stream((double[]) o)).toArray();
      await(rank);
      return all;
    }

    @Override
    public void barrier() {
      await(rank);
    }

    private void publish(Object value) {
      published[rank] = value;
      await(rank);
    }
  }
}

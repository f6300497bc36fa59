package dev.largo.spark;

import dev.largo.optim.Parallel;
import dev.largo.optim.layout.Slice;
import dev.largo.train.AllReduceWorkforce;
import dev.largo.train.Worker;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.runtime.AbstractFunction1;

/** The body of a barrier task: one rank, from its first step to its last. */
final class BarrierTask extends AbstractFunction1<Iterator<Integer>, Iterator<Outcome>>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private final RunSpec spec;
  private final Broadcast<float[]> parameters;

  BarrierTask(RunSpec spec, Broadcast<float[]> parameters) {
    this.spec = spec;
    this.parameters = parameters;
  }

  @Override
  public Iterator<Outcome> apply(Iterator<Integer> ignored) {
    // BarrierTaskContext.get() starts a timer whose thread keeps a program's JVM from ending.
    int rank = TaskContext.get().partitionId();
    try (Seat seat = Seat.take(spec, rank)) {
      try {
        Outcome outcome = train(rank, seat);
        seat.leave();
        return JavaConverters.asScalaIterator(List.of(outcome).iterator());
      } catch (IOException | InterruptedException | RuntimeException | Error e) {
        seat.fail(e);
        throw e;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("rank " + rank + " was interrupted", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Error e) {
      // An error would make Spark end the JVM before anyone is told; the driver throws it.
      throw new IllegalStateException("rank " + rank + " failed: " + e);
    }
  }

  private Outcome train(int rank, Seat seat) throws IOException, InterruptedException {
    float[] start = parameters.value().clone();
    Slice slice = Slice.partition(start.length, spec.workers()).get(rank);
    try (Worker worker = Workers.open(spec, rank, AssignedGpu.ofTask())) {
      return TrainingLoop.run(
          spec,
          seat,
          new AllReduceWorkforce(
              worker,
              seat.collective(),
              slice,
              seat.stopRequested(),
              seat.badSamples(),
              seat.activity()),
          worker.engine().layout(),
          worker.engine().runningStatistics(),
          Parallel.SERIAL, // the other ranks update their slices at the same time
          worker,
          start);
    }
  }
}

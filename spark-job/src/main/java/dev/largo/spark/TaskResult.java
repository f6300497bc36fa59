package dev.largo.spark;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import dev.largo.data.BadSample;
import dev.largo.train.Worker;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import org.apache.spark.TaskContext;

/**
 * What a rank's task of {@code driver} mode brings home.
 *
 * @param value what it was to compute
 * @param badSamples that were skipped, as far as the rank has not told of them
 */
@DefaultSerializer(JavaSerializer.class) // Kryo itself cannot take records apart.
record TaskResult<T extends Serializable>(T value, ArrayList<BadSample> badSamples)
    implements Serializable {
  /** What is to be done with a worker. */
  interface Work<T> {
    T of(Worker worker) throws IOException, InterruptedException;
  }

  /** Has the rank's worker do something, in its own thread. */
  static <T extends Serializable> TaskResult<T> of(RunSpec spec, int rank, Work<T> work)
      throws IOException {
    WorkerSlot slot = WorkerSlot.of(spec, rank);
    boolean repeated = TaskContext.get().attemptNumber() > 0;
    return slot.call(
        () -> {
          Worker worker = slot.worker();
          T value = work.of(worker);
          if (repeated) {
            worker.tellAgain(); // The result that told of them may be what was lost.
          }
          return new TaskResult<>(value, new ArrayList<>(worker.newBadSamples()));
        });
  }
}

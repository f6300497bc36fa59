package dev.largo.spark;

import dev.largo.collective.PeerFailedException;
import dev.largo.collective.PeerLostException;
import dev.largo.spark.coordination.DriverLostException;
import dev.largo.spark.coordination.WorkerFailure;
import dev.largo.spark.coordination.WorkerFailure.Kind;
import dev.largo.train.Activity;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;

/** Tells what a rank brought about itself from what came over it. */
final class WorkerFailures {
  private WorkerFailures() {}

  /** A failure of the rank whose task is the current thread's. */
  static WorkerFailure of(int rank, Activity activity, Throwable why) {
    String message = String.valueOf(why.getMessage()).lines().findFirst().orElse("");
    return new WorkerFailure(
        rank,
        SparkTransport.executorHost(),
        activity.now().toString(),
        isCalledOff() ? Kind.STOPPED : kind(why),
        why.getClass().getSimpleName(),
        message);
  }

  /** Whether Spark has ended the task, whatever that looks like here. */
  private static boolean isCalledOff() {
    TaskContext task = TaskContext.get();
    return Thread.currentThread().isInterrupted() || (task != null && task.isInterrupted());
  }

  static Kind kind(Throwable why) {
    for (Throwable cause = why; cause != null; cause = cause.getCause()) {
      // Spark's own: what another executor held could not be fetched.
      if (cause instanceof PeerLostException || cause instanceof SparkException) {
        return Kind.PEER_LOST;
      }
    }
    boolean stopped =
        why instanceof PeerFailedException
            || why instanceof DriverLostException
            || why instanceof InterruptedException
            || why.getCause() instanceof InterruptedException;
    return stopped ? Kind.STOPPED : Kind.OWN;
  }
}

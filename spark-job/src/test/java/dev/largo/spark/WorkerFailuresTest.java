package dev.largo.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.collective.CollectiveException;
import dev.largo.collective.PeerFailedException;
import dev.largo.collective.PeerLostException;
import dev.largo.data.DataException;
import dev.largo.spark.coordination.WorkerFailure.Kind;
import java.io.IOException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

final class WorkerFailuresTest {
  @Test
  void whatARankBroughtAboutItselfIsItsOwn() {
    assertEquals(
        Kind.OWN, WorkerFailures.kind(new DataException("data.train", "torn", "restore it")));
    assertEquals(Kind.OWN, WorkerFailures.kind(new OutOfMemoryError("Java heap space")));
    assertEquals(Kind.OWN, WorkerFailures.kind(new CollectiveException("calls differ", null)));
  }

  @Test
  void aLostPeerIsALossHoweverItShows() {
    assertEquals(Kind.PEER_LOST, WorkerFailures.kind(new PeerLostException("gone", 1, null)));
    // As a broadcast shows it whose blocks went with an executor.
    assertEquals(
        Kind.PEER_LOST,
        WorkerFailures.kind(new IOException(new SparkException("Failed to get broadcast_1"))));
  }

  @Test
  void whoWasCalledOffIsNoCause() {
    assertEquals(Kind.STOPPED, WorkerFailures.kind(new PeerFailedException("told", 1, null)));
    assertEquals(Kind.STOPPED, WorkerFailures.kind(new InterruptedException()));
    assertEquals(
        Kind.STOPPED,
        WorkerFailures.kind(new CollectiveException("waiting", new InterruptedException())));
  }
}

package dev.largo.spark.coordination;

import dev.largo.collective.net.PeerAddress;
import dev.largo.collective.net.TransportSettings;
import dev.largo.optim.noise.NoiseEstimate;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.HistogramRecord;
import dev.largo.train.LayerRecord;
import dev.largo.train.RefinementRecord;
import dev.largo.train.RunEvents;
import dev.largo.train.RunMonitor;
import dev.largo.train.StepRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.network.util.MapConfigProvider;
import org.apache.spark.network.util.TransportConf;
import org.junit.jupiter.api.AfterEach;

/** Driver and ranks over a real connection, in one JVM. */
abstract class CoordinatorFixture {
  static final String TOKEN = "0123";
  static final Duration PATIENCE = Duration.ofSeconds(20);

  final Recorded recorded = new Recorded();
  final RunEvents events = new RunEvents(recorded);
  final AtomicBoolean stop = new AtomicBoolean();
  final AtomicLong clock = new AtomicLong();
  final Coordinator coordinator = new Coordinator(events, stop::get);
  final TransportSettings settings =
      new TransportSettings(
          new TransportConf("largo", new MapConfigProvider(Map.of())), "127.0.0.1", null, null);
  final CoordinatorServer server =
      CoordinatorServer.listen(settings, "127.0.0.1", 0, TOKEN, coordinator);
  final List<CoordinatorClient> clients = new ArrayList<>();
  final BlockingQueue<Throwable> lost = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    clients.forEach(CoordinatorClient::close);
    server.close();
    events.close();
  }

  Attempt begin(int generation, int worldSize) {
    Attempt attempt = new Attempt(generation, worldSize, 1000, clock::get);
    coordinator.begin(attempt);
    return attempt;
  }

  CoordinatorClient client(int generation, int rank) throws Exception {
    CoordinatorClient client =
        CoordinatorClient.connect(settings, server.address(), generation, rank, lost::add);
    clients.add(client);
    return client;
  }

  static PeerAddress at(int port) {
    return new PeerAddress("127.0.0.1", port, "process-" + port);
  }

  static StepRecord step(long number, double loss, double rate) {
    return new StepRecord(
        number,
        0.5,
        loss,
        rate,
        48,
        1,
        1000,
        null,
        false,
        new StepRecord.Seconds(1, 2, 3, 4, 10),
        null,
        0.25,
        new NoiseEstimate(0.5, 12));
  }

  /** Keeps what it is told. */
  static final class Recorded implements RunMonitor {
    final List<Object> all = new ArrayList<>();
    boolean refuse;

    @Override
    public void step(StepRecord step) {
      if (refuse) {
        throw new IllegalStateException("the disk is full");
      }
      all.add(step);
    }

    @Override
    public void layers(List<LayerRecord> layers) {
      all.add(layers);
    }

    @Override
    public void histograms(List<HistogramRecord> histograms) {
      all.add(histograms);
    }

    @Override
    public void refinement(RefinementRecord refinement) {
      all.add(refinement);
    }

    @Override
    public void evaluation(EvaluationRecord evaluation) {
      all.add(evaluation);
    }
  }
}

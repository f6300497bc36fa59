package dev.largo.spark.coordination;

import dev.largo.collective.CollectiveException;
import dev.largo.collective.PeerLostException;
import dev.largo.collective.net.PeerAddress;
import dev.largo.collective.net.Refusals;
import dev.largo.collective.net.TransportSettings;
import dev.largo.data.BadSample;
import dev.largo.train.Activity;
import dev.largo.train.CheckpointPart;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.HistogramRecord;
import dev.largo.train.LayerRecord;
import dev.largo.train.PartListener;
import dev.largo.train.RefinementRecord;
import dev.largo.train.RunMonitor;
import dev.largo.train.StepRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.server.NoOpRpcHandler;
import org.jspecify.annotations.Nullable;

/** A rank's line to the driver. News goes out without waiting, in its order; few are under way. */
public final class CoordinatorClient implements RunMonitor, PartListener, AutoCloseable {
  /** News that the driver has not answered; whoever brings more waits. */
  private static final int MOST_UNANSWERED = 1024;

  /** Histograms of a message, of which each takes a few kilobytes at most. */
  private static final int HISTOGRAMS = 500;

  /** Heartbeats in the time after which silence counts. */
  private static final int BEATS = 6;

  private static final long LONGEST_BEAT_MILLIS = 1000;

  /** How long the end of a rank may wait for the driver. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CoordinatorAddress address;
  private final String host;
  private final int generation;
  private final int rank;
  private final TransportContext context;
  private final TransportClientFactory factory;
  private final TransportClient client;
  private final Consumer<Throwable> onLost;
  private final Semaphore unanswered = new Semaphore(MOST_UNANSWERED);
  private final ScheduledExecutorService heart;
  private volatile boolean stopRequested;
  private volatile long answered = System.nanoTime();
  private volatile @Nullable Throwable lost;
  private boolean closed;

  private CoordinatorClient(
      TransportSettings settings,
      CoordinatorAddress address,
      int generation,
      int rank,
      Consumer<Throwable> onLost)
      throws IOException, InterruptedException {
    this.address = address;
    this.generation = generation;
    this.rank = rank;
    this.onLost = onLost;
    host = settings.host();
    context = new TransportContext(settings.conf(), new NoOpRpcHandler());
    factory = context.createClientFactory(settings.clientBootstraps(new Refusals()));
    try {
      client = factory.createClient(address.host(), address.port());
    } catch (IOException | RuntimeException e) {
      factory.close();
      context.close();
      throw new IOException(
          "rank %d on %s cannot reach the driver at %s:%d (spark.largo.port): %s"
              .formatted(rank, host, address.host(), address.port(), e.getMessage()),
          e);
    }
    heart =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "largo-heartbeat-" + rank);
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * Connects to the driver.
   *
   * @param onLost told once, from any thread, when the driver is gone or does not want this rank
   *     any more
   */
  public static CoordinatorClient connect(
      TransportSettings settings,
      CoordinatorAddress address,
      int generation,
      int rank,
      Consumer<Throwable> onLost)
      throws IOException, InterruptedException {
    return new CoordinatorClient(settings, address, generation, rank, onLost);
  }

  /**
   * Takes this rank's place and waits for the others.
   *
   * @return all ranks' addresses
   * @throws PeerLostException if they do not come in time
   * @throws DriverLostException if the driver is gone
   */
  public List<PeerAddress> join(PeerAddress own, Duration timeout)
      throws IOException, InterruptedException {
    CompletableFuture<Reply> reply = send(new Message.Join(generation, rank, own));
    try {
      return Objects.requireNonNull(reply.get(timeout.toMillis(), TimeUnit.MILLISECONDS).peers());
    } catch (TimeoutException e) {
      throw new PeerLostException(
          "the other ranks have not joined in " + timeout.toSeconds() + " s", 0, e);
    } catch (ExecutionException e) {
      throw new DriverLostException("the driver does not answer: " + e.getCause(), e);
    }
  }

  /**
   * Tells the driver from now on that this rank lives.
   *
   * @param executor Spark's name of this process
   * @param silence after which either side takes the other for lost
   * @param refused connections that this process has refused
   */
  public void beat(String executor, Activity activity, Duration silence, LongSupplier refused) {
    beat(executor, activity, silence, refused, nanos -> {});
  }

  /**
   * The same.
   *
   * @param roundTrip told how many nanoseconds the driver took to answer a heartbeat
   */
  public void beat(
      String executor,
      Activity activity,
      Duration silence,
      LongSupplier refused,
      LongConsumer roundTrip) {
    long period = Math.min(LONGEST_BEAT_MILLIS, silence.toMillis() / BEATS);
    answered = System.nanoTime();
    Future<?> unusedBeat =
        heart.scheduleAtFixedRate(
            () -> {
              Activity.Doing doing = activity.now();
              long told = System.nanoTime();
              CompletableFuture<Reply> unused =
                  send(new Message.Heartbeat(
                          generation,
                          rank,
                          host,
                          executor,
                          doing.step(),
                          doing.operation(),
                          refused.getAsLong()))
                      .whenComplete(
                          (reply, failure) -> {
                            lose(failure);
                            if (failure == null) {
                              roundTrip.accept(System.nanoTime() - told);
                            }
                          });
              if (System.nanoTime() - answered > silence.toNanos()) {
                lose(
                    new IOException(
                        "the driver has not answered for " + silence.toSeconds() + " s"));
              }
            },
            0,
            period,
            TimeUnit.MILLISECONDS);
  }

  /** Whether the run is to end after the step at hand, as far as the driver has said. */
  public boolean stopRequested() {
    return stopRequested;
  }

  @Override
  public void step(StepRecord step) {
    tell(new Message.Stepped(generation, step));
  }

  @Override
  public void layers(List<LayerRecord> layers) {
    tell(new Message.Layers(generation, layers));
  }

  @Override
  public void histograms(List<HistogramRecord> histograms) {
    // In pieces: a message has a largest size, and networks may have thousands of layers.
    for (int from = 0; from < histograms.size(); from += HISTOGRAMS) {
      int to = Math.min(from + HISTOGRAMS, histograms.size());
      tell(new Message.Histograms(generation, histograms.subList(from, to)));
    }
  }

  @Override
  public void evaluation(EvaluationRecord evaluation) {
    tell(new Message.Evaluated(generation, evaluation));
  }

  @Override
  public void badSample(BadSample sample) {
    tell(new Message.Skipped(generation, sample));
  }

  @Override
  public void refinement(RefinementRecord refinement) {
    tell(new Message.Refined(generation, refinement));
  }

  /** The driver knows, since it commits. */
  @Override
  public void written(CheckpointPart part) {
    tell(new Message.Written(generation, part));
  }

  /** Tells that this rank ends with an error; waits for the driver to know. */
  public void failed(WorkerFailure failure) {
    await(send(new Message.Failed(generation, failure)));
  }

  /**
   * Tells that this rank has come to its end, and waits until all its news has been recorded.
   *
   * @throws IOException if some could not be
   */
  public void leave() throws IOException, InterruptedException {
    // The last news may be a checkpoint, whose commit takes its time; heartbeats tell of the
    // driver.
    boolean answeredAll = false;
    while (!answeredAll) {
      answeredAll = unanswered.tryAcquire(MOST_UNANSWERED, 1, TimeUnit.SECONDS);
      Throwable broken = lost;
      if (broken != null) {
        throw new DriverLostException("the driver is lost: " + broken.getMessage(), broken);
      }
    }
    unanswered.release(MOST_UNANSWERED);
    // Answers come in the order of what they answer: after this one none is under way, and nobody
    // closes a connection before the driver has written to it.
    heart.shutdown();
    boolean unused = heart.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    await(send(new Message.Left(generation, rank)));
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    heart.shutdownNow();
    client.close();
    factory.close();
    context.close();
  }

  private void tell(Message message) {
    try {
      unanswered.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CollectiveException("interrupted while the driver takes in news", e);
    }
    CompletableFuture<Reply> unused =
        send(message)
            .whenComplete(
                (reply, failure) -> {
                  unanswered.release();
                  lose(failure);
                });
  }

  private CompletableFuture<Reply> send(Message message) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    ByteBuffer bytes = Json.encode(new Envelope(address.token(), message));
    long unused =
        client.sendRpc(
            bytes,
            new RpcResponseCallback() {
              @Override
              public void onSuccess(ByteBuffer response) {
                try {
                  Reply decoded = Json.decode(response, Reply.class);
                  answered = System.nanoTime();
                  if (decoded.stop()) {
                    stopRequested = true;
                  }
                  reply.complete(decoded);
                } catch (IOException e) {
                  reply.completeExceptionally(e);
                }
              }

              @Override
              public void onFailure(Throwable e) {
                reply.completeExceptionally(e);
              }
            });
    return reply;
  }

  private void lose(@Nullable Throwable why) {
    synchronized (this) {
      if (why == null || lost != null || closed) {
        return;
      }
      lost = why;
    }
    onLost.accept(new DriverLostException("the driver is lost: " + why.getMessage(), why));
  }

  private static void await(CompletableFuture<Reply> reply) {
    try {
      reply.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // The driver is gone, or calls this rank off: it does not want to know any more.
    }
  }
}

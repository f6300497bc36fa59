package dev.largo.spark;

import static java.util.Objects.requireNonNull;

import dev.largo.collective.Collective;
import dev.largo.collective.CollectiveException;
import dev.largo.collective.net.PeerAddress;
import dev.largo.collective.net.ProcessGroup;
import dev.largo.config.RecoveryConfig;
import dev.largo.data.BadSample;
import dev.largo.spark.coordination.CoordinatorClient;
import dev.largo.train.Activity;
import dev.largo.train.PartListener;
import dev.largo.train.RefinementRecord;
import dev.largo.train.RunMonitor;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.spark.SparkEnv;
import org.jspecify.annotations.Nullable;

/** A rank in an executor: other processes' ranks and the driver are reached over a network. */
final class RemoteSeat implements Seat {
  private final RunSpec spec;
  private final int rank;
  private final ProcessGroup group;
  private final CoordinatorClient driver;
  private final Activity activity;
  private @Nullable Collective collective;

  private RemoteSeat(
      RunSpec spec, int rank, ProcessGroup group, CoordinatorClient driver, Activity activity) {
    this.activity = activity;
    this.spec = spec;
    this.rank = rank;
    this.group = group;
    this.driver = driver;
  }

  static RemoteSeat take(RunSpec spec, int rank) throws IOException, InterruptedException {
    Activity activity = new Activity();
    CoordinatorClient driver =
        CoordinatorClient.connect(
            SparkTransport.ofExecutor(),
            spec.requireCoordinator(),
            spec.generation(),
            rank,
            lost -> ProcessGroups.abort(spec, lost));
    ProcessGroup group = null;
    try {
      group = ProcessGroups.enter(spec);
      RemoteSeat seat = new RemoteSeat(spec, rank, group, driver, activity);
      seat.meet();
      return seat;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      driver.failed(WorkerFailures.of(rank, activity, e));
      if (group != null) {
        group.abort(e);
        ProcessGroups.leave(spec, group);
      }
      driver.close();
      throw e;
    }
  }

  private void meet() throws IOException, InterruptedException {
    RecoveryConfig recovery = spec.config().recovery();
    activity.at(0, "joining");
    driver.beat(SparkEnv.get().executorId(), activity, recovery.heartbeatTimeout(), group::refused);
    List<PeerAddress> peers = driver.join(group.address(), recovery.exchangeTimeout());
    activity.at(0, "connecting");
    if (peers.indexOf(group.address()) == rank) {
      group.connect(peers); // once for all ranks of this process
    }
    collective = group.member(rank);
    activity.at(0, "opening network and data");
  }

  @Override
  public Collective collective() {
    return requireNonNull(collective, "not connected");
  }

  @Override
  public RunMonitor monitor() {
    return rank == 0 ? driver : RunMonitor.NONE;
  }

  @Override
  public PartListener parts() {
    return driver;
  }

  @Override
  public Consumer<BadSample> badSamples() {
    return driver::badSample;
  }

  @Override
  public Consumer<RefinementRecord> refinements() {
    return driver::refinement;
  }

  @Override
  public BooleanSupplier stopRequested() {
    return driver::stopRequested;
  }

  @Override
  public Activity activity() {
    return activity;
  }

  @Override
  public void leave() throws IOException, InterruptedException {
    driver.leave();
  }

  /** The driver is told before the other ranks are, so that it knows the first cause first. */
  @Override
  public void fail(Throwable why) {
    Throwable first = group.failure();
    Throwable told = why instanceof CollectiveException && first != null ? first : why;
    driver.failed(WorkerFailures.of(rank, activity, told));
    group.abort(why);
  }

  @Override
  public void close() {
    driver.close();
    ProcessGroups.leave(spec, group);
  }
}

package dev.largo.spark.coordination;

import dev.largo.collective.net.PeerAddress;
import dev.largo.spark.coordination.Message.Heartbeat;
import dev.largo.spark.coordination.Message.Join;
import dev.largo.train.Activity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at training as the driver sees it: who takes part, what they do, and what went wrong
 * first. Safe for use by many threads.
 */
public final class Attempt {
  /** What is known of a rank. */
  private static final class Member {
    private @Nullable PeerAddress address;
    private @Nullable String executor;
    private String host = "";
    private String doing = "start";
    private long heard;
    private long refused;
    private boolean left;
  }

  /**
   * A rank that has fallen silent, or whose process is gone.
   *
   * @param executor Spark's name of its process
   * @param silence since it was last heard of
   * @param message one line
   */
  public record Loss(int rank, String executor, Duration silence, String message) {}

  private final int generation;
  private final long timeoutNanos;
  private final LongSupplier clock;
  private final Member[] members;
  private final List<WorkerFailure> failures = new ArrayList<>();
  private final CompletableFuture<List<PeerAddress>> complete = new CompletableFuture<>();
  private final CompletableFuture<Long> going = new CompletableFuture<>();
  private int joined;
  private long reached;

  /**
   * An attempt that nobody has joined.
   *
   * @param heartbeatNanos silence after which a rank counts as lost
   * @param clock nanoseconds
   */
  public Attempt(int generation, int worldSize, long heartbeatNanos, LongSupplier clock) {
    this.generation = generation;
    this.timeoutNanos = heartbeatNanos;
    this.clock = clock;
    members = new Member[worldSize];
    for (int rank = 0; rank < worldSize; rank++) {
      members[rank] = new Member();
    }
  }

  int generation() {
    return generation;
  }

  /** Takes a rank in; the addresses come when all ranks are there. */
  CompletableFuture<List<PeerAddress>> join(Join join) {
    boolean last;
    synchronized (this) {
      Member member = member(join.rank());
      if (member.address != null) {
        throw new IllegalArgumentException("rank " + join.rank() + " has joined already");
      }
      member.address = join.address();
      last = ++joined == members.length;
    }
    if (last) {
      complete.complete(addresses());
    }
    return complete;
  }

  private synchronized List<PeerAddress> addresses() {
    List<PeerAddress> addresses = new ArrayList<>();
    for (Member member : members) {
      addresses.add(Objects.requireNonNull(member.address));
    }
    return addresses;
  }

  synchronized void heartbeat(Heartbeat heartbeat) {
    Member member = member(heartbeat.rank());
    member.heard = clock.getAsLong();
    member.host = heartbeat.host();
    member.executor = heartbeat.executor();
    member.doing = new Activity.Doing(heartbeat.step(), heartbeat.operation()).toString();
    member.refused = heartbeat.refused();
  }

  void stepped(long step) {
    synchronized (this) {
      reached = Math.max(reached, step);
    }
    going.complete(step);
  }

  /** The last step that was made; 0 before the first. */
  public synchronized long reached() {
    return reached;
  }

  /** The first step that was made, when it has been. */
  public CompletableFuture<Long> going() {
    return going;
  }

  synchronized void left(int rank) {
    member(rank).left = true;
  }

  synchronized void failed(WorkerFailure failure) {
    failures.add(failure);
  }

  /** A rank that has been silent for too long. */
  public synchronized Optional<Loss> silent() {
    long now = clock.getAsLong();
    for (int rank = 0; rank < members.length; rank++) {
      Member member = members[rank];
      if (member.executor != null && now - member.heard > timeoutNanos && !ended(rank)) {
        return Optional.of(
            loss(rank, "not heard of for %d s".formatted((now - member.heard) / 1_000_000_000)));
      }
    }
    return Optional.empty();
  }

  /** Executors with a rank that has not come to an end. */
  public synchronized Set<String> lingering() {
    Set<String> found = new TreeSet<>();
    for (int rank = 0; rank < members.length; rank++) {
      String executor = members[rank].executor;
      if (executor != null && !ended(rank)) {
        found.add(executor);
      }
    }
    return found;
  }

  /** A rank whose process Spark has lost. */
  public synchronized Optional<Loss> removed(String executor, String reason) {
    for (int rank = 0; rank < members.length; rank++) {
      if (executor.equals(members[rank].executor)) {
        return Optional.of(loss(rank, reason));
      }
    }
    return Optional.empty();
  }

  /** Whether all ranks have joined. */
  public boolean isComplete() {
    return complete.isDone();
  }

  /** The first failure that a rank brought about itself. */
  public synchronized Optional<WorkerFailure> firstOwn() {
    return first(WorkerFailure.Kind.OWN);
  }

  /** The first rank that missed another one. */
  public synchronized Optional<WorkerFailure> firstLoss() {
    return first(WorkerFailure.Kind.PEER_LOST);
  }

  private Optional<WorkerFailure> first(WorkerFailure.Kind kind) {
    return failures.stream().filter(f -> f.kind() == kind).findFirst();
  }

  /** Connections that were refused, over all ranks' processes. */
  public synchronized long refused() {
    long sum = 0;
    for (Member member : members) {
      sum += member.refused;
    }
    return sum;
  }

  private boolean ended(int rank) {
    return members[rank].left || failures.stream().anyMatch(f -> f.rank() == rank);
  }

  private Loss loss(int rank, String what) {
    Member member = members[rank];
    String executor = Objects.requireNonNull(member.executor);
    return new Loss(
        rank,
        executor,
        Duration.ofNanos(clock.getAsLong() - member.heard),
        "rank %d on %s (executor %s), %s: %s"
            .formatted(rank, member.host, executor, member.doing, what));
  }

  private Member member(int rank) {
    if (rank < 0 || rank >= members.length) {
      throw new IllegalArgumentException("rank " + rank + " of " + members.length);
    }
    return members[rank];
  }
}

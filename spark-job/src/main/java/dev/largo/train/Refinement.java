package dev.largo.train;

import dev.largo.collective.Collective;
import dev.largo.config.SwapConfig;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * SWAP's second phase: the ranks refine the replicas that are not there yet, each its own, one
 * after the other. Which rank refines which changes nothing about a replica.
 */
public final class Refinement {
  private static final double[] NONE = {};

  private final TrainingPlan plan;
  private final SwapConfig swap;
  private final Collective collective;
  private final Refiner refiner;
  private final ReplicaDirectory replicas;
  private final Pace pace;

  /**
   * The phase, of which nothing is done.
   *
   * @param plan of the training before
   * @param refiner this rank's
   * @param stopRequested asked by all ranks alike; one rank's yes ends the phase on all
   */
  public Refinement(
      TrainingPlan plan,
      SwapConfig swap,
      Collective collective,
      Refiner refiner,
      ReplicaDirectory replicas,
      BooleanSupplier stopRequested) {
    this.plan = plan;
    this.swap = swap;
    this.collective = collective;
    this.refiner = refiner;
    this.replicas = replicas;
    pace = new Pace(plan, swap, collective, stopRequested);
  }

  /**
   * Refines; every rank makes the call.
   *
   * @param start the last step of the training before
   * @param parameters those after it, which stay as they are
   * @return whether all replicas are there; those that a stop has come between are not
   */
  public boolean run(long start, float[] parameters) throws IOException, InterruptedException {
    String from = ParameterHash.sha256(parameters);
    IntFunction<String> origins = replica -> ReplicaRecipe.origin(plan, swap, replica, start, from);
    int[] missing = missing(origins);
    for (int first = 0; first < missing.length; first += collective.worldSize()) {
      int mine = first + collective.rank();
      boolean goesOn =
          mine < missing.length
              ? refine(missing[mine], start, parameters, origins)
              : waitForTheOthers();
      if (!goesOn) {
        return false;
      }
    }
    collective.barrier(); // Now all files are there.
    return true;
  }

  private boolean refine(int replica, long start, float[] parameters, IntFunction<String> origins)
      throws IOException, InterruptedException {
    float[] vector = parameters.clone();
    Optional<RefinementRecord> refined = refiner.refine(swap, replica, start, vector, pace);
    if (refined.isPresent()) {
      replicas.write(collective.rank(), refined.get(), origins.apply(replica), vector);
    }
    return refined.isPresent();
  }

  private boolean waitForTheOthers() {
    long steps = ReplicaRecipe.plan(plan, swap, 1).steps();
    for (long step = 1; step <= steps; step++) {
      if (!pace.allowsStep(step)) {
        return false;
      }
    }
    return true;
  }

  /** As rank 0 sees it: ranks may not all see at the same time what is there. */
  private int[] missing(IntFunction<String> origins) throws IOException {
    double[] seen = NONE;
    if (collective.rank() == 0) {
      for (int replica = 1; replica <= swap.replicas(); replica++) {
        if (!replicas.holds(replica, origins.apply(replica))) {
          seen = Arrays.copyOf(seen, seen.length + 1);
          seen[seen.length - 1] = replica;
        }
      }
    }
    double[] agreed = collective.allGather(seen);
    return IntStream.range(0, agreed.length).map(i -> (int) agreed[i]).toArray();
  }
}

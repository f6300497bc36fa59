package dev.largo.spark.bench;

import dev.largo.collective.Collective;
import dev.largo.collective.PartialSums;
import dev.largo.collective.SharedMemoryGroup;
import dev.largo.collective.VectorSum;
import dev.largo.config.WireFormat;
import dev.largo.optim.LarsSpec;
import dev.largo.optim.Optimizer;
import dev.largo.optim.Optimizers;
import dev.largo.optim.StepContext;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Slice;
import dev.largo.train.ParameterHash;
import dev.largo.train.ParameterServer;
import dev.largo.train.Range;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Training steps with LARS that find their gradients ready: what the training loop does with them,
 * and no more. Every micro-batch of a rank has the same gradient.
 */
final class OverheadWork implements RankWork {
  /** What is measured, in the order of {@link #run}'s lists; the last one is all together. */
  static final List<String> PARTS =
      List.of(
          "micro-batches' gradients added up",
          "reduce-scatter, losses, counts",
          "update, all-gather, check");

  private static final long serialVersionUID = 1L;
  private static final int WARM_UP = 2;
  private static final double RATE = 0.1;

  private final ParameterLayout layout;
  private final int microBatches;
  private final int rounds;
  private final String expected;

  private OverheadWork(ParameterLayout layout, int microBatches, int rounds, String expected) {
    this.layout = layout;
    this.microBatches = microBatches;
    this.rounds = rounds;
    this.expected = expected;
  }

  /** A measurement, which knows the parameters that one process alone ends with. */
  static OverheadWork of(ParameterLayout layout, int microBatches, int rounds, int worldSize) {
    String alone = alone(layout, microBatches, WARM_UP + rounds, worldSize);
    return new OverheadWork(layout, microBatches, rounds, alone);
  }

  /** Hash of the parameters after as many steps without any exchange. */
  private static String alone(ParameterLayout layout, int microBatches, int steps, int worldSize) {
    Slice whole = Slice.whole(layout);
    float[] gradient = new float[layout.size()];
    PartialSums sums = new PartialSums(layout.size(), WireFormat.FP32);
    for (int rank = 0; rank < worldSize; rank++) {
      addUp(sums, Range.share(microBatches, rank, worldSize), gradient(layout, rank, worldSize));
    }
    long unused = VectorSum.finish(List.of(sums), whole, gradient);
    ParameterServer server = server(layout, SharedMemoryGroup.solo());
    for (int step = 0; step < steps; step++) {
      System.arraycopy(gradient, 0, server.gradient(), 0, gradient.length);
      update(server, microBatches);
    }
    return ParameterHash.sha256(server.parameters());
  }

  @Override
  public List<List<Double>> run(Collective collective) {
    Range share = Range.share(microBatches, collective.rank(), collective.worldSize());
    FloatBuffer gradient = gradient(layout, collective.rank(), collective.worldSize());
    PartialSums sums = new PartialSums(layout.size(), WireFormat.FP32);
    ParameterServer server = server(layout, collective);
    List<List<Double>> seconds =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int round = -WARM_UP; round < rounds; round++) {
      collective.barrier();
      long start = System.nanoTime();
      sums.clear();
      addUp(sums, share, gradient);
      long added = System.nanoTime();
      reduce(collective, sums, share, server);
      long reduced = System.nanoTime();
      update(server, microBatches);
      long end = System.nanoTime();
      if (round >= 0) {
        long[] nanos = {added - start, reduced - added, end - reduced, end - start};
        for (int part = 0; part < nanos.length; part++) {
          seconds.get(part).add(nanos[part] / 1e9);
        }
      }
    }
    String hash = ParameterHash.sha256(server.parameters());
    if (!hash.equals(expected)) {
      throw new IllegalStateException(
          "rank %d: the parameters' hash is %s, one process alone has %s"
              .formatted(collective.rank(), hash, expected));
    }
    return seconds;
  }

  /** What a rank among others does in a step, as the workforce of a run. */
  private static void reduce(
      Collective collective, PartialSums sums, Range share, ParameterServer server) {
    long overflows = collective.reduceScatter(sums, server.slice(), server.gradient());
    double[] losses = new double[share.length()];
    Arrays.fill(losses, 1);
    double loss = Arrays.stream(collective.allGather(losses)).sum();
    double[] counts = collective.allGather(new double[] {0, 0, overflows});
    if (!(loss > 0) || Arrays.stream(counts).sum() != 0) {
      throw new IllegalStateException("losses " + loss + ", counts " + Arrays.toString(counts));
    }
  }

  private static void update(ParameterServer server, int microBatches) {
    var unused = server.update(RATE, 1, StepContext.Detail.GLOBAL, microBatches, microBatches);
    if (server.firstNonFinite() != null) {
      throw new IllegalStateException("a parameter is not finite");
    }
  }

  private static void addUp(PartialSums sums, Range share, FloatBuffer gradient) {
    for (int number = share.from(); number < share.to(); number++) {
      sums.add(number, gradient);
    }
  }

  private static ParameterServer server(ParameterLayout layout, Collective collective) {
    Slice slice = Slice.partition(layout.size(), collective.worldSize()).get(collective.rank());
    LarsSpec lars = new LarsSpec(0.9, 1e-4, 0.001, 0);
    return new ParameterServer(
        layout,
        collective,
        new Optimizer(Optimizers.lars(lars), layout, slice),
        Noise.of(0, 1, layout.size()),
        WireFormat.FP32);
  }

  /** Beside the heap, where engines have theirs. */
  private static FloatBuffer gradient(ParameterLayout layout, int rank, int worldSize) {
    return ByteBuffer.allocateDirect(Float.BYTES * layout.size())
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .put(Noise.of(rank, worldSize, layout.size()))
        .flip();
  }
}

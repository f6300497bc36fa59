package dev.largo.collective.net;

import dev.largo.collective.Collective;
import dev.largo.collective.PartialSums;
import dev.largo.config.WireFormat;
import dev.largo.optim.layout.Slice;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One rank of a process. */
final class Member implements Collective {
  private final Exchanges exchanges;
  private final int rank;

  /** Exchanges so far. */
  private long count;

  /** What the last exchange of values gave. */
  private double[] values = {};

  Member(Exchanges exchanges, int rank) {
    this.exchanges = exchanges;
    this.rank = rank;
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public int worldSize() {
    return exchanges.worldSize();
  }

  @Override
  public long reduceScatter(PartialSums partials, Slice slice, float[] sum) {
    AtomicLong overflows = new AtomicLong();
    SumExchange exchange =
        exchanges.run(
            rank,
            Exchange.Kind.REDUCE_SCATTER,
            ++count,
            SumExchange.class,
            SumExchange::new,
            e -> e.put(rank, partials, slice),
            e -> overflows.set(e.finish(rank, sum)));
    boolean first = exchanges.ranks().get(0) == rank;
    return overflows.get() + (first ? exchange.sentOverflows() : 0);
  }

  @Override
  public void allGather(float[] vector, List<Slice> slices, WireFormat wire) {
    GatherExchange unused =
        exchanges.run(
            rank,
            Exchange.Kind.ALL_GATHER,
            ++count,
            GatherExchange.class,
            GatherExchange::new,
            exchange -> exchange.put(rank, vector, slices, wire),
            exchange -> exchange.finish(rank));
  }

  @Override
  public double[] allGather(double[] own) {
    exchanges.run(
        rank,
        Exchange.Kind.VALUES,
        ++count,
        ValuesExchange.class,
        ValuesExchange::new,
        exchange -> exchange.put(rank, own),
        exchange -> values = exchange.finish(rank));
    return values;
  }

  @Override
  public void barrier() {
    ValuesExchange unused =
        exchanges.run(
            rank,
            Exchange.Kind.BARRIER,
            ++count,
            ValuesExchange.class,
            ValuesExchange::new,
            exchange -> exchange.put(rank, new double[0]),
            exchange -> {});
  }
}

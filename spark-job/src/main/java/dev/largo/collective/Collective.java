package dev.largo.collective;

import dev.largo.config.WireFormat;
import dev.largo.optim.layout.Slice;
import java.util.List;

/**
 * What the ranks of a run do together. Every rank makes the same calls in the same order; a call
 * returns when all have made it. After a failure on any rank every call on every other throws
 * {@link CollectiveException}.
 */
public interface Collective {
  /** This rank's number, from 0. */
  int rank();

  /** Number of ranks. */
  int worldSize();

  /**
   * Completes the canonical sum over all ranks' partial sums, each rank for its own slice.
   *
   * @param partials this rank's partial sums, over the whole vector; free for reuse on return
   * @param slice the part of the vector that this rank owns
   * @param sum receives the sum, {@code float[slice.length()]}
   * @return how many of the additions that completed this slice the wire's format does not hold
   */
  long reduceScatter(PartialSums partials, Slice slice, float[] sum);

  /**
   * Completes every rank's vector from the slices of the others.
   *
   * @param vector whole vector, in which this rank's slice is right
   * @param slices slices by rank; together they cover the vector
   * @param wire a format in which this rank's slice can be told exactly
   */
  void allGather(float[] vector, List<Slice> slices, WireFormat wire);

  /** All ranks' values, one after the other in rank order; lengths may differ from rank to rank. */
  double[] allGather(double[] own);

  /** Returns when every rank has called it. */
  void barrier();
}

package dev.largo.optim;

import dev.largo.optim.StepContext.Detail;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Slice;
import dev.largo.optim.numeric.NamedVectors;
import dev.largo.optim.numeric.Vectors;
import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.Norms;
import dev.largo.optim.transform.Stage;
import java.util.List;
import java.util.Map;

/**
 * A chain of gradient transformations at work on one slice of the parameter vector, with its state.
 *
 * <pre>{@code
 * Optimizer optimizer =
 *     new Optimizer(Optimizers.lars(new LarsSpec(0.9, 1e-4, 0.001, 0)), layout, Slice.whole(layout));
 * optimizer.step(parameters, gradient, new StepContext(1, 0.1, Detail.GLOBAL), LayerSums.LOCAL);
 * }</pre>
 *
 * <p>Not thread-safe; optimizers of disjoint slices may share the parameter vector.
 */
/*
 * Invariants.
 * 1. All work is done piece by piece (Pieces), the whole chain on a piece before the next one, while
 *    the piece is in cache. A new pass over the slice begins only where a norm or a row's mean of the update is
 *    needed.
 * 2. A sum over a segment is the sum of its pieces' sums in the vector's order, each rank adding all
 *    of them itself. So norms, and with them every bit of the result, do not depend on the slices.
 * 3. The gathers of a step: one of the raw norms, one for each measurement that a pass begins with,
 *    one of the final update for Detail.LAYERS. Nothing is written before the first has been found finite.
 */
public final class Optimizer {
  private final ParameterLayout layout;
  private final Slice slice;
  private final Pieces pieces;
  private final RowSums rowSums;
  private final List<Pass> passes;
  private final NamedVectors state;
  private final Parallel parallel;
  private final boolean readsNorms;

  /** An optimizer that works in the calling thread. */
  public Optimizer(GradientTransform chain, ParameterLayout layout, Slice slice) {
    this(chain, layout, slice, Parallel.SERIAL);
  }

  /**
   * An optimizer before its first step: all state is zero.
   *
   * @param slice begins at a multiple of {@link Slice#TILE} and ends at one or at the vector's end;
   *     may be empty
   * @param parallel threads of a step; the result has the same bits for any number
   */
  public Optimizer(
      GradientTransform chain, ParameterLayout layout, Slice slice, Parallel parallel) {
    this.layout = layout;
    this.slice = slice;
    this.parallel = parallel;
    pieces = new Pieces(layout, slice);
    rowSums = new RowSums(layout, slice);
    passes = Pass.plan(chain);
    readsNorms = chain.stages().stream().anyMatch(stage -> stage.norms() != Norms.NONE);
    state =
        new NamedVectors(
            "optimizer",
            chain.stages().stream().flatMap(stage -> stage.stateNames().stream()).toList(),
            slice.length());
  }

  /**
   * Makes one update: parameters -= chain(gradient). Running statistics are not optimized: there
   * {@code gradient} holds how far they fall (old less new value, averaged): parameters -=
   * gradient.
   *
   * @param parameters {@code float[layout.size()]}; only the slice's range is read and written
   * @param gradient {@code float[slice.length()]}: the mean over the global batch; overwritten
   * @throws NonFiniteGradientException on every rank, with nothing changed
   * @throws IllegalArgumentException if an array has the wrong length
   */
  public StepSignals step(
      float[] parameters, float[] gradient, StepContext context, LayerSums sums) {
    requireLength("parameters", parameters, layout.size());
    requireLength("gradient", gradient, slice.length());
    boolean layers = context.detail() == Detail.LAYERS;
    Measurements measured =
        readsNorms || layers
            ? measureWeightsAndGradient(parameters, gradient, sums)
            : measureGradient(gradient, sums);
    measured.requireFinite(context.step());
    for (int p = 0; p < passes.size(); p++) {
      Pass pass = passes.get(p);
      if (pass.measuresNorms()) {
        measured.updateSquares(gatherSquares(gradient, sums));
      }
      if (pass.measuresRows()) {
        measured.rowMeans(rowSums.means(gradient, sums));
      }
      if (layers) {
        measured.noteTrustRatios(pass.stages(), context.learningRate());
      }
      apply(pass, parameters, gradient, context, measured, p == passes.size() - 1);
    }
    if (!layers) {
      return new StepSignals(measured.globalGradientNorm(), List.of());
    }
    measured.updateSquares(gatherSquares(gradient, sums));
    return new StepSignals(measured.globalGradientNorm(), measured.signals(context.learningRate()));
  }

  /**
   * The state vectors by name, each {@code float[slice.length()]}. Live and read-only to the
   * caller: copy what is to survive the next step.
   */
  public Map<String, float[]> state() {
    return state.view();
  }

  /**
   * Copies a saved state in; what follows has the same bits as without the interruption.
   *
   * @throws IllegalArgumentException if a name is missing or unknown, or a length is wrong; nothing
   *     is changed then
   */
  public void restore(Map<String, float[]> saved) {
    state.restore(saved);
  }

  private Measurements measureWeightsAndGradient(
      float[] parameters, float[] gradient, LayerSums sums) {
    double[] squares = new double[2 * pieces.own().size()];
    onPieces(
        (i, piece) -> {
          int from = piece.from() + slice.from();
          int to = piece.to() + slice.from();
          squares[2 * i] = Vectors.sumOfSquares(parameters, from, to);
          squares[2 * i + 1] = Vectors.sumOfSquares(gradient, piece.from(), piece.to());
        });
    double[] all = sums.gather(squares);
    return new Measurements(
        layout.segments(), pieces.bySegment(all, 2, 0), pieces.bySegment(all, 2, 1));
  }

  /** Nobody asks for the weights' norms: they are left unread, and 0. */
  private Measurements measureGradient(float[] gradient, LayerSums sums) {
    return new Measurements(
        layout.segments(), new double[layout.segments().size()], gatherSquares(gradient, sums));
  }

  private double[] gatherSquares(float[] update, LayerSums sums) {
    double[] squares = new double[pieces.own().size()];
    onPieces((i, piece) -> squares[i] = Vectors.sumOfSquares(update, piece.from(), piece.to()));
    return pieces.bySegment(sums.gather(squares), 1, 0);
  }

  private void apply(
      Pass pass,
      float[] parameters,
      float[] update,
      StepContext context,
      Measurements measured,
      boolean last) {
    SegmentView[] views = new SegmentView[layout.segments().size()];
    for (int s = 0; s < views.length; s++) {
      views[s] = new SegmentView(context, slice, parameters, state, measured, s);
    }
    onPieces(
        (i, piece) -> {
          SegmentView view = views[piece.segment()];
          if (view.segment().trainable()) {
            for (Stage stage : pass.stages()) {
              stage.apply(view, update, piece.from(), piece.to());
            }
          }
          if (last) {
            Vectors.subtract(parameters, slice.from(), update, piece.from(), piece.to());
          }
        });
  }

  /** Work on a piece, whose number among the slice's is {@code i}. */
  private interface PieceWork {
    void on(int i, Pieces.Piece piece);
  }

  /** Each thread takes pieces one behind the other, of about as many elements as the others. */
  private void onPieces(PieceWork work) {
    int threads = parallel.threads();
    parallel.run(
        part -> {
          int end = pieces.firstFrom(part + 1, threads);
          for (int i = pieces.firstFrom(part, threads); i < end; i++) {
            work.on(i, pieces.own().get(i));
          }
        });
  }

  private static void requireLength(String name, float[] array, int expected) {
    if (array.length != expected) {
      throw new IllegalArgumentException(
          name + " has length " + array.length + ", expected " + expected);
    }
  }
}

package dev.largo.optim;

import dev.largo.optim.StepContext.Detail;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Slice;
import dev.largo.optim.numeric.NamedVectors;
import dev.largo.optim.numeric.Vectors;
import dev.largo.optim.transform.GradientTransform;
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

  /**
   * An optimizer before its first step: all state is zero.
   *
   * @param slice begins at a multiple of {@link Slice#TILE} and ends at one or at the vector's end;
   *     may be empty
   */
  public Optimizer(GradientTransform chain, ParameterLayout layout, Slice slice) {
    this.layout = layout;
    this.slice = slice;
    pieces = new Pieces(layout, slice);
    rowSums = new RowSums(layout, slice);
    passes = Pass.plan(chain);
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
    Measurements measured = measureRaw(parameters, gradient, sums);
    measured.requireFinite(context.step());
    boolean layers = context.detail() == Detail.LAYERS;
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

  private Measurements measureRaw(float[] parameters, float[] gradient, LayerSums sums) {
    List<Pieces.Piece> own = pieces.own();
    double[] squares = new double[2 * own.size()];
    for (int i = 0; i < own.size(); i++) {
      Pieces.Piece piece = own.get(i);
      squares[2 * i] =
          Vectors.sumOfSquares(parameters, piece.from() + slice.from(), piece.to() + slice.from());
      squares[2 * i + 1] = Vectors.sumOfSquares(gradient, piece.from(), piece.to());
    }
    double[] all = sums.gather(squares);
    return new Measurements(
        layout.segments(), pieces.bySegment(all, 2, 0), pieces.bySegment(all, 2, 1));
  }

  private double[] gatherSquares(float[] update, LayerSums sums) {
    List<Pieces.Piece> own = pieces.own();
    double[] squares = new double[own.size()];
    for (int i = 0; i < squares.length; i++) {
      squares[i] = Vectors.sumOfSquares(update, own.get(i).from(), own.get(i).to());
    }
    return pieces.bySegment(sums.gather(squares), 1, 0);
  }

  private void apply(
      Pass pass,
      float[] parameters,
      float[] update,
      StepContext context,
      Measurements measured,
      boolean last) {
    int viewed = -1;
    SegmentView view = null;
    for (Pieces.Piece piece : pieces.own()) {
      if (view == null || viewed != piece.segment()) {
        viewed = piece.segment();
        view = new SegmentView(context, slice, parameters, state, measured, viewed);
      }
      if (view.segment().trainable()) {
        for (Stage stage : pass.stages()) {
          stage.apply(view, update, piece.from(), piece.to());
        }
      }
      if (last) {
        Vectors.subtract(parameters, slice.from(), update, piece.from(), piece.to());
      }
    }
  }

  private static void requireLength(String name, float[] array, int expected) {
    if (array.length != expected) {
      throw new IllegalArgumentException(
          name + " has length " + array.length + ", expected " + expected);
    }
  }
}

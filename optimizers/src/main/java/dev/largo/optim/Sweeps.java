package dev.largo.optim;

import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Slice;
import dev.largo.optim.numeric.Vectors;
import dev.largo.optim.transform.Stage;
import java.util.List;

/**
 * The loops of a step over one slice, on several threads: what they compute of a piece depends on
 * that piece alone, so the bits do not depend on the threads.
 */
final class Sweeps {
  /** What follows the stages of a pass, while the piece is in cache. */
  enum Ending {
    /** Nothing: another pass comes. */
    NOTHING(0, false),
    /** The squares of the update are summed up: another pass reads its norms. */
    SQUARES(1, false),
    /** The update is subtracted from the weights. */
    SUBTRACT(0, true),
    /** The update's squares and its products with the weights are summed up, then as before. */
    MEASURE_AND_SUBTRACT(2, true);

    private final int columns;
    private final boolean subtracts;

    Ending(int columns, boolean subtracts) {
      this.columns = columns;
      this.subtracts = subtracts;
    }
  }

  private final ParameterLayout layout;
  private final Slice slice;
  private final Pieces pieces;
  private final Parallel parallel;

  Sweeps(ParameterLayout layout, Slice slice, Pieces pieces, Parallel parallel) {
    this.layout = layout;
    this.slice = slice;
    this.pieces = pieces;
    this.parallel = parallel;
  }

  /** Sums of squares of the gradient by piece, the loss scale having been taken out of it. */
  double[] gradientSquares(float[] gradient, double lossScale) {
    double[] squares = new double[pieces.own().size()];
    onPieces((i, piece) -> squares[i] = unscaledSquares(gradient, piece, lossScale));
    return squares;
  }

  /** As {@link #gradientSquares}, with the weights' in front of each. */
  double[] weightAndGradientSquares(float[] parameters, float[] gradient, double lossScale) {
    double[] squares = new double[2 * pieces.own().size()];
    onPieces(
        (i, piece) -> {
          int from = piece.from() + slice.from();
          int to = piece.to() + slice.from();
          squares[2 * i] = Vectors.sumOfSquares(parameters, from, to);
          squares[2 * i + 1] = unscaledSquares(gradient, piece, lossScale);
        });
    return squares;
  }

  private double unscaledSquares(float[] gradient, Pieces.Piece piece, double lossScale) {
    if (lossScale != 1 && layout.segments().get(piece.segment()).trainable()) {
      Vectors.scale(gradient, piece.from(), piece.to(), (float) (1 / lossScale));
    }
    return Vectors.sumOfSquares(gradient, piece.from(), piece.to());
  }

  /**
   * Applies the stages of a pass.
   *
   * @param views of the layout's segments
   * @return the sums of the ending, piece by piece
   */
  double[] apply(
      List<Stage> stages, List<SegmentView> views, float[] parameters, float[] update, Ending end) {
    double[] sums = new double[end.columns * pieces.own().size()];
    onPieces(
        (i, piece) -> {
          SegmentView view = views.get(piece.segment());
          if (view.segment().trainable()) {
            for (Stage stage : stages) {
              stage.apply(view, update, piece.from(), piece.to());
            }
          }
          finish(i, piece, parameters, update, end, sums);
        });
    return sums;
  }

  private void finish(
      int i, Pieces.Piece piece, float[] parameters, float[] update, Ending end, double[] sums) {
    int from = piece.from();
    int to = piece.to();
    if (end.columns > 0) {
      sums[i * end.columns] = Vectors.sumOfSquares(update, from, to);
    }
    if (end == Ending.MEASURE_AND_SUBTRACT) {
      sums[2 * i + 1] = Vectors.sumOfProducts(update, from, to, parameters, slice.from());
    }
    if (end.subtracts) {
      Vectors.subtract(parameters, slice.from(), update, from, to);
    }
  }

  private void onPieces(Span.Work<Pieces.Piece> work) {
    Span.onEach(pieces.own(), slice.length(), parallel, work);
  }
}

package dev.largo.optim;

import dev.largo.optim.layout.Segment;
import dev.largo.optim.transform.LayerNorms;
import dev.largo.optim.transform.Rows;
import dev.largo.optim.transform.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What is known of the segments in the course of one step: the same on every rank. */
final class Measurements {
  private final List<Segment> segments;
  private final double[] weightNorm;
  private final double[] gradientNorm;
  private final double[] trustRatio;
  private final double globalGradientNorm;
  private double[] updateNorm;
  private double[] updateTimesWeight = {};
  private Rows rowMeasure = Rows.NONE;
  private double[][][] rows = {};

  /** Takes the squared norms of weights and raw gradient by segment. */
  Measurements(List<Segment> segments, double[] weightSquares, double[] gradientSquares) {
    this.segments = segments;
    weightNorm = roots(weightSquares);
    gradientNorm = roots(gradientSquares);
    updateNorm = gradientNorm;
    trustRatio = new double[segments.size()];
    Arrays.fill(trustRatio, 1);
    double sum = 0;
    for (int s = 0; s < gradientSquares.length; s++) {
      if (segments.get(s).trainable()) {
        sum += gradientSquares[s];
      }
    }
    globalGradientNorm = Math.sqrt(sum);
  }

  /**
   * Running statistics are checked too: they would carry a NaN into every evaluation.
   *
   * @param largest norm of a trainable segment's gradient that the chain can take
   */
  Optional<NonFinite> nonFiniteGradient(double largest) {
    return firstAbove("gradient", gradientNorm, largest);
  }

  Optional<NonFinite> nonFiniteWeight() {
    return firstAbove("weight", weightNorm, Double.MAX_VALUE);
  }

  private Optional<NonFinite> firstAbove(String quantity, double[] norms, double largest) {
    return IntStream.range(0, norms.length)
        .filter(s -> !(norms[s] <= (segments.get(s).trainable() ? largest : Double.MAX_VALUE)))
        .mapToObj(s -> new NonFinite(segments.get(s).name(), quantity, norms[s]))
        .findFirst();
  }

  void updateSquares(double[] squares) {
    updateNorm = roots(squares);
  }

  /** Takes what {@link RowSums#measure} gave. */
  void rows(Rows measure, double[][][] measured) {
    rowMeasure = measure;
    rows = measured;
  }

  double[] rows(Rows measure, int column, int segment) {
    if (rowMeasure != measure) {
      throw new IllegalStateException("a stage reads rows without declaring Rows." + measure);
    }
    return rows[column][segment];
  }

  /** Takes what is about to be subtracted: its squares, and its products with the weights. */
  void finalUpdate(double[] squares, double[] products) {
    updateSquares(squares);
    updateTimesWeight = products;
  }

  Segment segment(int index) {
    return segments.get(index);
  }

  LayerNorms norms(int segment) {
    return new LayerNorms(weightNorm[segment], gradientNorm[segment], updateNorm[segment]);
  }

  double globalGradientNorm() {
    return globalGradientNorm;
  }

  /** Notes the trust ratios of stages that are about to run on the present norms. */
  void noteTrustRatios(List<Stage> stages, double learningRate) {
    for (int s = 0; s < trustRatio.length; s++) {
      LayerNorms norms = norms(s);
      for (Stage stage : stages) {
        trustRatio[s] *= stage.trustRatio(segments.get(s), norms, learningRate);
      }
    }
  }

  /** Signals of the trainable segments, behind {@link #finalUpdate}. */
  List<LayerSignal> signals(double learningRate) {
    List<LayerSignal> signals = new ArrayList<>();
    for (int s = 0; s < trustRatio.length; s++) {
      if (segments.get(s).trainable()) {
        signals.add(
            new LayerSignal(
                segments.get(s).name(),
                weightNorm[s],
                gradientNorm[s],
                trustRatio[s],
                learningRate * trustRatio[s],
                weightNorm[s] == 0 ? 0 : updateNorm[s] / weightNorm[s],
                angle(s)));
      }
    }
    return signals;
  }

  /** From the update's parts along and across the weights: exact where the angle is small. */
  private double angle(int s) {
    if (weightNorm[s] == 0) {
      return 0;
    }
    double along = updateTimesWeight[s] / weightNorm[s];
    double across = Math.sqrt(Math.max(0, updateNorm[s] * updateNorm[s] - along * along));
    return Math.atan2(across, weightNorm[s] - along);
  }

  private static double[] roots(double[] squares) {
    return Arrays.stream(squares).map(Math::sqrt).toArray();
  }
}

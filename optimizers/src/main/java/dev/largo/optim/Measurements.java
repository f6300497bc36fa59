package dev.largo.optim;

import dev.largo.optim.layout.Segment;
import dev.largo.optim.transform.LayerNorms;
import dev.largo.optim.transform.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is known of the segments in the course of one step: the same on every rank. */
final class Measurements {
  private final List<Segment> segments;
  private final double[] weightNorm;
  private final double[] gradientNorm;
  private final double[] trustRatio;
  private final double globalGradientNorm;
  private double[] updateNorm;
  private double[][] rowMeans = {};

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

  /** Running statistics are checked too: they would carry a NaN into every evaluation. */
  void requireFinite(long step) {
    for (int s = 0; s < gradientNorm.length; s++) {
      if (!Double.isFinite(gradientNorm[s])) {
        throw new NonFiniteGradientException(
            segments.get(s).name(), step, "gradient", gradientNorm[s]);
      }
      if (!Double.isFinite(weightNorm[s])) {
        throw new NonFiniteGradientException(segments.get(s).name(), step, "weight", weightNorm[s]);
      }
    }
  }

  void updateSquares(double[] squares) {
    updateNorm = roots(squares);
  }

  void rowMeans(double[][] means) {
    rowMeans = means;
  }

  double[] rowMeans(int segment) {
    if (rowMeans.length == 0) {
      throw new IllegalStateException("no stage of the chain declares that it reads row means");
    }
    return rowMeans[segment];
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

  /** Signals of the trainable segments, the present update being what was subtracted. */
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
                weightNorm[s] == 0 ? 0 : updateNorm[s] / weightNorm[s]));
      }
    }
    return signals;
  }

  private static double[] roots(double[] squares) {
    return Arrays.stream(squares).map(Math::sqrt).toArray();
  }
}

package dev.largo.optim;

import dev.largo.optim.layout.Segment;
import dev.largo.optim.layout.Slice;
import dev.largo.optim.numeric.NamedVectors;
import dev.largo.optim.transform.LayerNorms;
import dev.largo.optim.transform.Rows;
import dev.largo.optim.transform.StageContext;

/** One segment in one pass of a step, as far as the slice holds it. */
final class SegmentView implements StageContext {
  private final StepNumbers numbers;
  private final Slice slice;
  private final float[] parameters;
  private final NamedVectors state;
  private final Segment segment;
  private final LayerNorms norms;
  private final double globalGradientNorm;
  private final Measurements measured;
  private final int index;

  SegmentView(
      StepNumbers numbers,
      Slice slice,
      float[] parameters,
      NamedVectors state,
      Measurements measured,
      int segment) {
    this.numbers = numbers;
    this.slice = slice;
    this.parameters = parameters;
    this.state = state;
    this.measured = measured;
    this.index = segment;
    this.segment = measured.segment(segment);
    this.norms = measured.norms(segment);
    this.globalGradientNorm = measured.globalGradientNorm();
  }

  @Override
  public long step() {
    return numbers.step();
  }

  @Override
  public double learningRate() {
    return numbers.learningRate();
  }

  @Override
  public double previousLearningRate() {
    return numbers.previousLearningRate();
  }

  @Override
  public Segment segment() {
    return segment;
  }

  @Override
  public LayerNorms norms() {
    return norms;
  }

  @Override
  public double[] rowMeans() {
    return measured.rows(Rows.MEANS, 0, index);
  }

  @Override
  public double[] rowUpdateNorms() {
    return measured.rows(Rows.NORMS, 0, index);
  }

  @Override
  public double[] rowWeightNorms() {
    return measured.rows(Rows.NORMS, 1, index);
  }

  @Override
  public double globalGradientNorm() {
    return globalGradientNorm;
  }

  @Override
  public float[] parameters() {
    return parameters;
  }

  @Override
  public int parameterShift() {
    return slice.from();
  }

  @Override
  public float[] state(String name) {
    return state.vector(name);
  }
}

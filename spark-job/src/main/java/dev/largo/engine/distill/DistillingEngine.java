package dev.largo.engine.distill;

import dev.largo.data.MicroBatch;
import dev.largo.data.TeacherTargets;
import dev.largo.engine.ActivationObserver;
import dev.largo.engine.GradientEngine;
import dev.largo.engine.RunningStatistics;
import dev.largo.engine.Score;
import dev.largo.optim.layout.ParameterLayout;
import java.nio.FloatBuffer;

/**
 * A replica that learns from teachers too: they are asked of each micro-batch before its gradient
 * is taken, augmented as it is. Everything else is the replica's own.
 */
public final class DistillingEngine implements GradientEngine {
  private final GradientEngine student;
  private final Teachers teachers;
  private final double temperature;
  private final double weight;

  /**
   * A student, closed with its teachers.
   *
   * @param temperature that logits are divided by, above 0
   * @param weight of the teachers' part of the loss, in (0, 1]
   */
  public DistillingEngine(
      GradientEngine student, Teachers teachers, double temperature, double weight) {
    this.student = student;
    this.teachers = teachers;
    this.temperature = temperature;
    this.weight = weight;
  }

  @Override
  public ParameterLayout layout() {
    return student.layout();
  }

  @Override
  public void setParameters(float[] parameters) {
    student.setParameters(parameters);
  }

  @Override
  public Score computeGradient(
      MicroBatch batch, long seed, double lossScale, ActivationObserver activations) {
    batch.teach(
        new TeacherTargets(teachers.probabilities(batch, temperature), temperature, weight));
    try {
      return student.computeGradient(batch, seed, lossScale, activations);
    } finally {
      batch.teach(null);
    }
  }

  @Override
  public FloatBuffer gradientVector() {
    return student.gradientVector();
  }

  @Override
  public float[] probabilities(MicroBatch batch) {
    return student.probabilities(batch);
  }

  @Override
  public RunningStatistics runningStatistics() {
    return student.runningStatistics();
  }

  @Override
  public double[] moments(MicroBatch batch) {
    return student.moments(batch);
  }

  @Override
  public void close() {
    try {
      student.close();
    } finally {
      teachers.close();
    }
  }
}

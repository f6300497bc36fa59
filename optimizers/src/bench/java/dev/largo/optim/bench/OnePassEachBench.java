package dev.largo.optim.bench;

import dev.largo.optim.Parallel;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The same arithmetic in the straightforward way: for each transformation a pass over the whole
 * vector that makes a new one, as optax would without a compiler.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class OnePassEachBench {
  private static final float MOMENTUM = 0.9f;
  private static final float DECAY = 1e-4f;
  private static final float RATE = 1e-6f;

  private final float[] velocity = new float[ResNet50.layout().size()];

  @Benchmark
  public float[] momentum(Vector25M vector) {
    float[] decayed = decayed(vector);
    float[] moved = moved(vector, decayed);
    return subtracted(vector, scaled(vector, moved, RATE));
  }

  @Benchmark
  public float[] lars(Vector25M vector) {
    double[] ratios = ratios(vector);
    float[] decayed = decayed(vector);
    float[] adapted = new float[decayed.length];
    for (int s = 0; s < ratios.length; s++) {
      Segment segment = vector.layout.segments().get(s);
      float ratio = (float) ratios[s];
      each(vector, segment, i -> adapted[i] = ratio * decayed[i]);
    }
    float[] moved = moved(vector, scaled(vector, adapted, RATE));
    return subtracted(vector, moved);
  }

  private static double[] ratios(Vector25M vector) {
    double[] ratios = new double[vector.layout.segments().size()];
    for (int s = 0; s < ratios.length; s++) {
      Segment segment = vector.layout.segments().get(s);
      double w = norm(vector, vector.parameters, segment);
      double g = norm(vector, vector.gradient, segment);
      boolean adapted = segment.role() == Role.WEIGHT && w > 0 && g > 0;
      ratios[s] = adapted ? 0.001 * w / (g + DECAY * w) : 1;
    }
    return ratios;
  }

  private static double norm(Vector25M vector, float[] x, Segment segment) {
    double[] sums = new double[vector.threads];
    parts(
        vector,
        segment.length(),
        (part, from, to) -> {
          double sum = 0;
          for (int i = segment.offset() + from; i < segment.offset() + to; i++) {
            sum += (double) x[i] * x[i];
          }
          sums[part] = sum;
        });
    double sum = 0;
    for (double of : sums) {
      sum += of;
    }
    return Math.sqrt(sum);
  }

  private static float[] decayed(Vector25M vector) {
    float[] result = new float[vector.gradient.length];
    for (Segment segment : vector.layout.segments()) {
      float decay = segment.role() == Role.WEIGHT ? DECAY : 0;
      each(
          vector, segment, i -> result[i] = vector.gradient[i] + decay * vector.parameters[i]);
    }
    return result;
  }

  private static float[] scaled(Vector25M vector, float[] x, float factor) {
    float[] result = new float[x.length];
    parts(
        vector,
        x.length,
        (part, from, to) -> {
          for (int i = from; i < to; i++) {
            result[i] = factor * x[i];
          }
        });
    return result;
  }

  private float[] moved(Vector25M vector, float[] x) {
    parts(
        vector,
        x.length,
        (part, from, to) -> {
          for (int i = from; i < to; i++) {
            velocity[i] = MOMENTUM * velocity[i] + x[i];
          }
        });
    return velocity;
  }

  private static float[] subtracted(Vector25M vector, float[] x) {
    parts(
        vector,
        x.length,
        (part, from, to) -> {
          for (int i = from; i < to; i++) {
            vector.parameters[i] -= x[i];
          }
        });
    return vector.parameters;
  }

  private interface Element {
    void at(int i);
  }

  private static void each(Vector25M vector, Segment segment, Element work) {
    parts(
        vector,
        segment.length(),
        (part, from, to) -> {
          for (int i = segment.offset() + from; i < segment.offset() + to; i++) {
            work.at(i);
          }
        });
  }

  private interface Range {
    void run(int part, int from, int to);
  }

  private static void parts(Vector25M vector, int length, Range range) {
    int threads = vector.threads;
    Parallel parallel = threads == 1 ? Parallel.SERIAL : Parallel.on(vector.executor, threads);
    parallel.run(
        part ->
            range.run(
                part,
                (int) ((long) length * part / threads),
                (int) ((long) length * (part + 1) / threads)));
  }
}

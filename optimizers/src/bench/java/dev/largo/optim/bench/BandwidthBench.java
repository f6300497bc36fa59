package dev.largo.optim.bench;

import dev.largo.optim.Parallel;
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

/** What memory allows: vectors of ResNet-50's length copied (2 streams) and in a triad (3). */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class BandwidthBench {
  private final float[] target = new float[ResNet50.layout().size()];

  @Benchmark
  public float[] copy(Vector25M vector) {
    parts(vector, BandwidthBench::copy);
    return target;
  }

  @Benchmark
  public float[] triad(Vector25M vector) {
    parts(vector, BandwidthBench::triad);
    return target;
  }

  private interface Loop {
    void on(float[] a, float[] b, float[] c, int from, int to);
  }

  private void parts(Vector25M vector, Loop loop) {
    int threads = vector.threads;
    int length = target.length;
    Parallel parallel =
        threads == 1 ? Parallel.SERIAL : Parallel.on(vector.executor, threads);
    parallel.run(
        part ->
            loop.on(
                target,
                vector.parameters,
                vector.gradient,
                (int) ((long) length * part / threads),
                (int) ((long) length * (part + 1) / threads)));
  }

  private static void copy(float[] a, float[] b, float[] c, int from, int to) {
    System.arraycopy(b, from, a, from, to - from);
  }

  private static void triad(float[] a, float[] b, float[] c, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] = b[i] + 0.5f * c[i];
    }
  }
}

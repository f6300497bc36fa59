package dev.largo.optim.bench;

import dev.largo.optim.layout.ParameterLayout;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Parameters and a gradient as long as ResNet-50's, and threads to work on them. */
@State(Scope.Benchmark)
public class Vector25M {
  @Param({"1", "2"})
  public int threads;

  final ParameterLayout layout = ResNet50.layout();
  final float[] parameters = new float[layout.size()];
  final float[] gradient = new float[layout.size()];
  ExecutorService executor = Executors.newCachedThreadPool();

  private final float[] fresh = new float[layout.size()];

  /** Values of a usual size. */
  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) random.nextDouble(-0.1, 0.1);
      fresh[i] = (float) random.nextDouble(-0.01, 0.01);
    }
    refill();
  }

  /** Puts the gradient back that a step has overwritten. */
  void refill() {
    System.arraycopy(fresh, 0, gradient, 0, fresh.length);
  }

  @TearDown
  public void stop() {
    executor.shutdown();
  }
}

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

  /** Values of a usual size; a step changes the gradient, so its size falls, but not to 0. */
  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) random.nextDouble(-0.1, 0.1);
      gradient[i] = (float) random.nextDouble(-0.01, 0.01);
    }
  }

  @TearDown
  public void stop() {
    executor.shutdown();
  }
}

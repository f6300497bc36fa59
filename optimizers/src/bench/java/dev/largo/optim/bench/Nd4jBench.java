package dev.largo.optim.bench;

import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * ND4J's updaters on one vector of ResNet-50's length, and the subtraction: what Deeplearning4j
 * does in a step without weight decay. Norms, and the check for values that are not finite, would
 * come on top.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Dorg.bytedeco.javacpp.maxphysicalbytes=0"})
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class Nd4jBench {
  @Param({"nesterovs", "adam", "rmsprop", "adagrad"})
  public String updater;

  private INDArray parameters;
  private INDArray gradient;
  private GradientUpdater<?> nd4j;
  private INDArray fresh;
  private int iteration;

  @Setup
  public void make(Vector25M vector) {
    Nd4j.getEnvironment().setMaxMasterThreads(vector.threads);
    Nd4j.getEnvironment().setMaxThreads(vector.threads);
    parameters = Nd4j.createFromArray(vector.parameters).reshape(1, -1);
    fresh = Nd4j.createFromArray(vector.gradient).reshape(1, -1);
    gradient = fresh.dup();
    IUpdater config =
        switch (updater) {
          case "nesterovs" -> new Nesterovs(1e-6, 0.9);
          case "adam" -> new Adam(1e-6);
          case "rmsprop" -> new RmsProp(1e-6);
          case "adagrad" -> new AdaGrad(1e-6);
          default -> throw new IllegalArgumentException(updater);
        };
    INDArray state = Nd4j.zeros(1, config.stateSize(gradient.length()));
    nd4j = config.instantiate(state, true);
  }

  /** As StepBench has it. */
  @Setup(Level.Invocation)
  public void takeGradient() {
    gradient.assign(fresh);
  }

  @Benchmark
  public INDArray step() {
    nd4j.applyUpdater(gradient, iteration++, 0);
    return parameters.subi(gradient);
  }
}

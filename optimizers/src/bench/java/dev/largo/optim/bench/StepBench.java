package dev.largo.optim.bench;

import dev.largo.optim.LayerSums;
import dev.largo.optim.Optimizer;
import dev.largo.optim.Parallel;
import dev.largo.optim.StepContext;
import dev.largo.optim.StepSignals;
import dev.largo.optim.layout.Slice;
import java.util.concurrent.TimeUnit;
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

/** A step of each preset, on a gradient of usual values. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class StepBench {
  @Param({
    "sgd",
    "momentum",
    "momentum-rate-inside",
    "momentum-corrected",
    "momentum-centralized",
    "nesterov",
    "adagrad",
    "rmsprop",
    "rmsprop-to-momentum",
    "adam",
    "adam-centralized",
    "adamw",
    "radam",
    "radam-coupled",
    "lars",
    "lars-nesterov",
    "lars-mlperf",
    "lars-optax",
    "lars-barlow-twins",
    "larc",
    "larc-scale",
    "lamb",
    "lamb-v3",
    "lamb-apex",
    "lamb-nvlamb",
    "ralamb",
    "ralamb-over9000",
    "lookahead",
    "ranger",
    "ranger-lars",
    "ranger-lars-over9000"
  })
  public String optimizer;

  private Optimizer largo;

  @Setup
  public void make(Vector25M vector) {
    largo =
        new Optimizer(
            Presets.of(optimizer),
            vector.layout,
            Slice.whole(vector.layout),
            vector.threads == 1
                ? Parallel.SERIAL
                : Parallel.on(vector.executor, vector.threads));
  }

  /**
   * A step overwrites the gradient by the update. Given that again it would shrink to denormals,
   * which take a processor many times as long.
   */
  @Setup(Level.Invocation)
  public void takeGradient(Vector25M vector) {
    vector.refill();
  }

  @Benchmark
  public StepSignals step(Vector25M vector) {
    return largo.step(
        vector.parameters,
        vector.gradient,
        new StepContext(1e-6, StepContext.Detail.GLOBAL),
        LayerSums.LOCAL);
  }
}

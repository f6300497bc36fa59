package dev.largo.optim.bench;

import dev.largo.optim.average.LastAverage;
import dev.largo.optim.average.RunningAverage;
import dev.largo.optim.average.SnapshotWeight;
import dev.largo.optim.average.WeightAverage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A sample of each average, of all parameters: what the only worker of a run would spend. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class AverageBench {
  private static final int LAST = 6;

  @Param({"swa", "ema", "last-k"})
  public String kind;

  private WeightAverage average;

  @Setup
  public void make(Vector25M vector) {
    int length = vector.layout.size();
    average =
        switch (kind) {
          case "swa" -> new RunningAverage(length, SnapshotWeight.equal());
          case "ema" -> new RunningAverage(length, SnapshotWeight.exponential(0.999));
          case "last-k" -> new LastAverage(length, LAST);
          default -> throw new IllegalArgumentException(kind);
        };
  }

  @Benchmark
  public void sample(Vector25M vector) {
    average.add(vector.parameters, 0);
  }
}

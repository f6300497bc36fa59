package dev.largo.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.study.scaling.ScalingFit;
import dev.largo.study.scaling.ScalingPoint;
import dev.largo.study.scaling.ScalingStudy;
import dev.largo.train.StepRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ScalingTableTest {
  /** 1 ms a sample; 10 ms of each vector that is exchanged, in a reduce. */
  private static ScalingPoint point(int workers, int cores) {
    double gradient = 0.064 / workers;
    double reduce = 0.010 * (workers - 1) / workers;
    return new ScalingPoint(
        workers,
        64,
        1,
        1,
        cores,
        new StepRecord.Seconds(0, gradient, reduce, 0, gradient + reduce));
  }

  private static List<String> printed(int cores, int... workers) {
    Captured console = new Captured();
    List<ScalingPoint> points = IntStream.of(workers).mapToObj(w -> point(w, cores)).toList();
    ScalingTable.print(
        console.stream(),
        new ScalingStudy(new TreeMap<>(Map.of("optimizer.name", "lars")), ScalingFit.of(points)));
    return console.lines();
  }

  @Test
  void saysWhatWasMeasuredAndHowItGoesOn() {
    List<String> lines = printed(4, 1, 2, 4, 8);

    assertEquals(
        List.of(
            "",
            "strong scaling, global batch 64, optimizer.name lars",
            "workers  images/s  efficiency  predicted   error  efficiency  ms: data  gradient  reduce  update",
            "      1      1000       100 %       1000  +0.0 %       100 %      0.00     64.00    0.00    0.00",
            "      2      1730        86 %       1730  +0.0 %        86 %      0.00     32.00    5.00    0.00",
            "      4      2723        68 %       2723  +0.0 %        68 %      0.00     16.00    7.50    0.00",
            "     8*      3821        48 %       3821  +0.0 %        48 %      0.00      8.00    8.75    0.00",
            "     16         -           -       4785       -        30 %      0.00      4.00    9.37    0.00",
            "     32         -           -       5476       -        17 %      0.00      2.00    9.69    0.00",
            "     64         -           -       5902       -         9 %      0.00      1.00    9.84    0.00",
            "",
            "weak scaling, 16 samples a worker, optimizer.name lars"),
        lines.subList(0, 12));
    assertEquals(
        List.of(
            "fitted to 3 cells, whose steps it misses by 0.0 % at most; too few numbers of workers to"
                + " predict the largest from the others",
            "ms of the model: data 0 a sample; gradient 1.00 a sample, 0 a step; reduce 0 a sum's slices,"
                + " 10.0 a sum exchanged, 0 a further worker; update 0 a vector's slices, 0 a vector"
                + " exchanged, 0 a further worker",
            "* workers that share the machine's 4 cores: measured, but not fitted"),
        lines.subList(lines.size() - 3, lines.size()));
  }

  @Test
  void saysWhyNothingIsPredicted() {
    List<String> lines = printed(2, 1, 2, 4);

    assertEquals(
        List.of(
            "     4*      2723        68 %          -      -           -      0.00     16.00    7.50    0.00",
            "",
            "no prediction: a fit needs 3 numbers of workers that do not share cores, and there are 2",
            "* workers that share the machine's 2 cores: measured, but not fitted"),
        lines.subList(5, 9));
  }
}

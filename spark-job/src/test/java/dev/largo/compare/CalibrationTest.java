package dev.largo.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CalibrationTest {
  /** Of samples of class 0: which class they are taken for, and how surely. */
  private static Calibration of(int[] likeliest, double... confidences) {
    int[] labels = new int[likeliest.length];
    return Calibration.of(Answers.of(labels, likeliest, confidences, 1));
  }

  /** |1 - 1.9|, |1 - 0.3| and |0 - 0.5| in three bins, over 4 samples. */
  @Test
  void errorIsTheMeanDistanceFromConfidenceToAccuracy() {
    Calibration calibration = of(new int[] {0, 1, 0, 2}, 0.95, 0.95, 0.3, 0.5);

    assertEquals(0.525, calibration.error(), 1e-12);
    assertEquals(
        List.of(
            new Calibration.Bin(1, 0.3, 1),
            new Calibration.Bin(1, 0.5, 0),
            new Calibration.Bin(2, 0.95, 0.5)),
        calibration.bins());
  }

  @Test
  void oversAndUndersWithinABinCancel() {
    assertEquals(0, of(new int[] {0, 1}, 0.5, 0.5).error(), 1e-12);
  }

  @Test
  void binHoldsItsUpperEnd() {
    List<Calibration.Bin> bins = of(new int[4], 0.19, 0.2, 0.21, 0.26).bins();

    assertEquals(List.of(2, 2), bins.stream().map(Calibration.Bin::samples).toList());
  }

  @Test
  void nothingFallsOutAtTheEnds() {
    List<Calibration.Bin> bins = of(new int[4], 0, 0.01, 1, Math.nextUp(1f)).bins();

    assertEquals(List.of(2, 2), bins.stream().map(Calibration.Bin::samples).toList());
  }

  /** It must not pass for a perfect one. */
  @Test
  void modelThatGivesNoNumberHasNoError() {
    Calibration calibration = of(new int[] {0, -1}, 0.5, Double.NaN);

    assertEquals(Double.NaN, calibration.error());
    assertEquals(List.of(new Calibration.Bin(1, 0.5, 1)), calibration.bins());
  }
}

package dev.largo.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class SpreadTest {
  @Test
  void figuresAreThoseOfTheFiniteOnes() {
    Spread spread = Spread.of(new double[] {2, Double.NaN, 4, 6, Double.POSITIVE_INFINITY});

    assertEquals(new Spread(3, 4, 2, 2, 6), spread);
    assertEquals("4.0 ± 2.0", spread.shown("%.1f"));
  }

  @Test
  void oneHasNoDeviationAndNoneHasNothing() {
    assertEquals("3", Spread.of(new double[] {3}).shown("%.0f"));
    assertEquals("-", Spread.of(new double[0]).shown("%.0f"));
  }

  @Test
  void valuesAreShort() {
    assertEquals("0.0001", Wording.value(1.0e-4));
    assertEquals("1e-6", Wording.value(1.0e-6));
    assertEquals("7.424e-5", Wording.value(7.424e-5));
    assertEquals("16384", Wording.value(16384));
    assertEquals("1000000", Wording.value(1e6));
    assertEquals("lars", Wording.value("lars"));
  }
}

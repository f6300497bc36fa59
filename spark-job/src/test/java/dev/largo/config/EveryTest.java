package dev.largo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EveryTest {
  @ParameterizedTest
  @CsvSource({
    "1 epoch, 1, EPOCHS, 1 epoch",
    "0.50 epochs, 0.5, EPOCHS, 0.5 epochs",
    "100 steps, 100, STEPS, 100 steps",
    "1 STEP, 1, STEPS, 1 step",
    "  20   step , 20, STEPS, 20 steps"
  })
  void readsAndWritesIntervals(String text, double count, Every.Unit unit, String written) {
    Every every = Every.parse(text);

    assertEquals(new Every(count, unit), every);
    assertEquals(written, every.text());
    assertEquals(every, Every.parse(every.text()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "epoch", "1", "-1 epoch", "0 steps", "1.5 steps", "1 day", "1 epochss"})
  void refusesOtherText(String text) {
    assertThrows(IllegalArgumentException.class, () -> Every.parse(text));
  }

  @Test
  void isAtLeastOneStep() {
    assertEquals(31, new Every(1, Every.Unit.EPOCHS).steps(31));
    assertEquals(16, new Every(0.5, Every.Unit.EPOCHS).steps(31));
    assertEquals(1, new Every(0.001, Every.Unit.EPOCHS).steps(31));
    assertEquals(7, new Every(7, Every.Unit.STEPS).steps(31));
  }
}

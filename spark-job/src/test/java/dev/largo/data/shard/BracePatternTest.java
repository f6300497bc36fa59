package dev.largo.data.shard;

import static dev.largo.data.TestSets.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.data.DataException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BracePatternTest {
  @Test
  void aRangeKeepsItsZeros() throws DataException {
    assertEquals(
        List.of("t-08.tar", "t-09.tar", "t-10.tar"),
        BracePattern.expand("data.train", "t-{08..10}.tar"));
  }

  @Test
  void theLastBracesRunFastest() throws DataException {
    assertEquals(
        List.of("a-1/0", "a-1/1", "b-1/0", "b-1/1"),
        BracePattern.expand("data.train", "{a,b}-1/{0..1}"));
  }

  @Test
  void aNameWithoutBracesIsItself() throws DataException {
    assertEquals(List.of("hdfs://n/a.tar"), BracePattern.expand("k", "hdfs://n/a.tar"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a{0..", "a}b", "{5..3}", "{x}", "{0..999999999}", "{}", "{{0..1}}"})
  void anythingElseIsRefused(String text) {
    assertRefused(() -> BracePattern.expand("data.train", text), "data.train: ", text);
  }
}

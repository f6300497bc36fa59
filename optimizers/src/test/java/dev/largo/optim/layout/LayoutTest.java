package dev.largo.optim.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1, 4",
    "4096, 2",
    "4097, 2",
    "100000, 1",
    "100000, 3",
    "100000, 40",
    "2147483647, 7"
  })
  void slicesCoverTheVectorInRankOrderAtTileBoundaries(int size, int worldSize) {
    List<Slice> slices = Slice.partition(size, worldSize);

    assertEquals(worldSize, slices.size());
    int end = 0;
    int longest = 0;
    int shortest = Integer.MAX_VALUE;
    for (Slice slice : slices) {
      assertEquals(end, slice.from());
      assertTrue(slice.to() % Slice.TILE == 0 || slice.to() == size);
      longest = Math.max(longest, slice.length());
      shortest = Math.min(shortest, slice.length());
      end = slice.to();
    }
    assertEquals(size, end);
    assertTrue(longest - shortest <= 2 * Slice.TILE, longest + " and " + shortest);
  }

  @Test
  void layoutHasNoGapsAndNoTwins() {
    Segment first = segment("a", 0, 4);

    assertEquals(10, new ParameterLayout(List.of(first, segment("b", 4, 6))).size());
    assertMessage(
        "segment b starts at 5, expected 4",
        () -> new ParameterLayout(List.of(first, segment("b", 5, 6))));
    assertMessage(
        "two segments are named a", () -> new ParameterLayout(List.of(first, segment("a", 4, 6))));
    assertMessage("a layout needs at least one segment", () -> new ParameterLayout(List.of()));
  }

  @Test
  void segmentHasTheLengthOfItsShape() {
    assertMessage(
        "segment a: offset=0, length=5, shape=[2, 3]",
        () -> new Segment("a", "a", Role.WEIGHT, 0, 5, List.of(2, 3)));
    assertTrue(segment("a", 0, 1).trainable());
    assertTrue(!new Segment("mean", "bn", Role.RUNNING_STATISTIC, 0, 1, List.of(1)).trainable());
  }

  @Test
  void shapesThatAreNoneAndPositionsBeyondAnIntAreNamed() {
    assertMessage(
        "segment a: offset=0, length=1, shape=[]",
        () -> new Segment("a", "a", Role.WEIGHT, 0, 1, List.of()));
    assertMessage(
        "segment a: offset=0, length=6, shape=[-2, -3]",
        () -> new Segment("a", "a", Role.WEIGHT, 0, 6, List.of(-2, -3)));
    assertMessage(
        "segment a: offset=0, length=6, shape=[65536, 65536, 65536, 65536]",
        () -> new Segment("a", "a", Role.WEIGHT, 0, 6, List.of(65536, 65536, 65536, 65536)));
    assertMessage(
        "segment b: offset=2147483647, length=1, shape=[1]",
        () -> segment("b", Integer.MAX_VALUE, 1));
    assertEquals(Integer.MAX_VALUE, segment("b", Integer.MAX_VALUE - 1, 1).end());
  }

  @Test
  void impossibleSlicesAreRefused() {
    assertMessage("slice [3, 2)", () -> new Slice(3, 2));
    assertMessage("worldSize must be at least 1: 0", () -> Slice.partition(10, 0));
    assertEquals(new Slice(0, 4), Slice.whole(new ParameterLayout(List.of(segment("a", 0, 4)))));
  }

  private static Segment segment(String name, int offset, int length) {
    return new Segment(name, name, Role.WEIGHT, offset, length, List.of(length));
  }

  private static void assertMessage(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }
}

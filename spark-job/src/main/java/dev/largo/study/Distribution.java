package dev.largo.study;

import java.util.List;
import java.util.Optional;

/** What a search draws the values of a key from. */
interface Distribution {
  /**
   * The value at a uniform draw.
   *
   * @param u in [0, 1)
   */
  Object draw(double u);

  /** Values that none of the others lies beyond: the two ends of a range, or all of a choice. */
  List<Object> ends();

  /**
   * What is left of it when some of its values have survived, all of which it holds.
   *
   * @param share least part of a range that is left, in (0, 1]
   */
  Distribution narrowed(List<Object> survivors, double share);

  /** Which end of it a value lies at, in words; empty if at none. */
  Optional<String> edge(Object value);
}

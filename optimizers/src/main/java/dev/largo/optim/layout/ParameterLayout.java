package dev.largo.optim.layout;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How a network's parameters lie in one flat float32 vector: segments without gaps, in order.
 *
 * @param segments at least one; the first starts at 0, each next one at its predecessor's end
 */
public record ParameterLayout(List<Segment> segments) implements Serializable {
  public ParameterLayout {
    segments = List.copyOf(segments);
    if (segments.isEmpty()) {
      throw new IllegalArgumentException("a layout needs at least one segment");
    }
    int end = 0;
    Set<String> names = new HashSet<>();
    for (Segment segment : segments) {
      if (segment.offset() != end) {
        throw new IllegalArgumentException(
            "segment " + segment.name() + " starts at " + segment.offset() + ", expected " + end);
      }
      if (!names.add(segment.name())) {
        throw new IllegalArgumentException("two segments are named " + segment.name());
      }
      end = segment.end();
    }
  }

  /** Number of elements of the flat vector. */
  public int size() {
    return segments.get(segments.size() - 1).end();
  }
}

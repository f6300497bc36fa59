package dev.largo.optim.transform;

import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;

/** The weights whose gradients are centralized. */
public enum Centralized {
  CONVOLUTIONS_AND_DENSE(2),
  /** Weights of four dimensions. */
  CONVOLUTIONS(4);

  private final int leastDimensions;

  Centralized(int leastDimensions) {
    this.leastDimensions = leastDimensions;
  }

  boolean includes(Segment segment) {
    return segment.role() == Role.WEIGHT && segment.shape().size() >= leastDimensions;
  }
}

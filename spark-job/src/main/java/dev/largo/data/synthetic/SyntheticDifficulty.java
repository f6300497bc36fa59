package dev.largo.data.synthetic;

/**
 * How hard the synthetic images are: every range that decides it, in pixels of a 64-pixel image
 * unless said otherwise. A change makes another data set: raise {@link #VERSION} with it.
 */
final class SyntheticDifficulty {
  /** Version of the painting, kept in the manifest of a set. */
  static final int VERSION = 1;

  /** Side of the image that the lengths below are meant for; they scale with the image. */
  static final double REFERENCE_SIDE = 64;

  // The figure: its radius, how far its centre keeps off the edge (in radii), how much it is
  // stretched along one axis.
  static final double LEAST_RADIUS = 17;
  static final double MOST_RADIUS = 27;
  static final double EDGE_DISTANCE = 0.95;
  static final double MOST_STRETCH = 1.25;

  // Colours, in levels of 255: the range of a channel, the least difference in brightness between
  // figure and background, the change of the background from the centre to a corner.
  static final double DARKEST = 20;
  static final double BRIGHTEST = 235;
  static final double LEAST_CONTRAST = 70;
  static final double MOST_GRADIENT = 35;

  // Distractor marks under and over the figure: their number and their length.
  static final int MOST_MARKS_UNDER = 5;
  static final int MOST_MARKS_OVER = 2;
  static final double LEAST_MARK = 3;
  static final double MOST_MARK = 12;

  // Deviation of the noise, in levels.
  static final double LEAST_NOISE = 3;
  static final double MOST_NOISE = 14;

  private SyntheticDifficulty() {}
}

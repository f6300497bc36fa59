package dev.largo.config;

/**
 * In which order an epoch visits the training set.
 *
 * @param kind how it is mixed
 * @param buffer samples that a buffered order mixes at a time
 */
public record ShuffleConfig(Kind kind, int buffer) {
  /** A true permutation of the set. */
  public static final ShuffleConfig FULL = new ShuffleConfig(Kind.FULL, 1);

  /** The kinds. */
  public enum Kind {
    /** A uniformly random permutation of the whole set, anew each epoch. */
    FULL,
    /**
     * Files in random order, their samples in turn through a buffer, for storage that seeks badly.
     */
    BUFFERED,
    /** The set's own order, the same each epoch. */
    NONE
  }
}

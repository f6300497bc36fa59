package dev.largo.train;

import java.util.List;

/**
 * What one rank has written of a step's checkpoint.
 *
 * @param files may be none: a rank whose slice is empty has nothing to write
 */
public record CheckpointPart(long step, int rank, List<WrittenFile> files) {
  public CheckpointPart {
    files = List.copyOf(files);
  }
}

package dev.largo.train;

/** Told by every rank of its part of a checkpoint, as soon as it is written, from any thread. */
@FunctionalInterface
public interface PartListener {
  void written(CheckpointPart part);
}

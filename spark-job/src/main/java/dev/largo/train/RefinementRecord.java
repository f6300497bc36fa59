package dev.largo.train;

/**
 * How far a replica has come, at the end of each of its epochs.
 *
 * @param start the step of the training before, from whose parameters replicas start
 * @param replica from 1
 * @param replicas of the run
 * @param step of the replica, from 1
 * @param steps of each replica
 * @param epoch that has ended, from 1
 * @param epochs of each replica
 * @param loss mean over the epoch's samples, each before its step's update
 * @param top1 share of them that the network in training got right
 * @param seconds of all the replica's steps so far
 * @param imagesPerSecond in this epoch
 */
public record RefinementRecord(
    long start,
    int replica,
    int replicas,
    long step,
    long steps,
    int epoch,
    int epochs,
    double loss,
    double top1,
    double seconds,
    double imagesPerSecond) {
  /** Steps counted on from the training's, through one replica after the other. */
  public long position() {
    return start + (replica - 1) * steps + step;
  }
}

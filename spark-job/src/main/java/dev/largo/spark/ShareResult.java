package dev.largo.spark;

import dev.largo.collective.PartialSums;
import dev.largo.data.BadSample;
import dev.largo.train.GradientShare;
import dev.largo.train.Worker;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** A rank's share of a step on its way to the driver. */
final class ShareResult implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<BadSample> badSamples;
  private final byte[] sums;
  private final double[] losses;
  private final long correct;
  private final double dataSeconds;
  private final double gradientSeconds;
  private final String inputBottleneck;

  /** A rank computes its share. */
  static ShareResult of(Worker worker, long step, double lossScale, float[] parameters)
      throws IOException, InterruptedException {
    GradientShare share = worker.computeShare(step, lossScale, parameters);
    return new ShareResult(share, worker.newBadSamples());
  }

  private ShareResult(GradientShare share, List<BadSample> badSamples) {
    this.badSamples = new ArrayList<>(badSamples);
    sums = share.sums().encode();
    losses = share.losses();
    correct = share.correct();
    dataSeconds = share.dataSeconds();
    gradientSeconds = share.gradientSeconds();
    inputBottleneck = share.inputBottleneck();
  }

  /** Samples that were skipped. */
  List<BadSample> badSamples() {
    return badSamples;
  }

  GradientShare share() {
    return new GradientShare(
        PartialSums.decode(sums), losses, correct, dataSeconds, gradientSeconds, inputBottleneck);
  }
}

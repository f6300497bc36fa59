package dev.largo.spark;

import dev.largo.collective.PartialSums;
import dev.largo.train.GradientShare;
import dev.largo.train.HistogramRecord;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rank's share of a step on its way to the driver. */
final class ShareResult implements Serializable {
  private static final long serialVersionUID = 1L;

  private final byte[] sums;
  private final double[] losses;
  private final double @Nullable [] squares;
  private final long correct;
  private final double dataSeconds;
  private final double gradientSeconds;
  private final String inputBottleneck;
  private final List<HistogramRecord> activations;

  ShareResult(GradientShare share) {
    sums = share.sums().encode();
    losses = share.losses();
    squares = share.squares();
    correct = share.correct();
    dataSeconds = share.dataSeconds();
    gradientSeconds = share.gradientSeconds();
    inputBottleneck = share.inputBottleneck();
    activations = share.activations();
  }

  GradientShare share() {
    return new GradientShare(
        PartialSums.decode(sums),
        losses,
        squares,
        correct,
        dataSeconds,
        gradientSeconds,
        inputBottleneck,
        activations);
  }
}

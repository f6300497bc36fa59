package dev.largo.data;

import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.random.JDKRandomGenerator;

/**
 * Mixes each sample of a micro-batch with the one before it, the first with the last: mixup (Zhang
 * et al., "mixup: Beyond empirical risk minimization", ICLR 2018) or CutMix (Yun et al., ICCV 2019,
 * algorithm 1), with one share for all samples of the micro-batch, as in torchvision.
 */
final class Mixing {
  private final double mixup;
  private final double cutmix;

  /**
   * A mixing; with both alphas above 0 each micro-batch has one of the two at random.
   *
   * @param mixup alpha of the share's beta distribution; 0: no mixup
   * @param cutmix likewise; 0: no CutMix
   */
  Mixing(double mixup, double cutmix) {
    this.mixup = mixup;
    this.cutmix = cutmix;
  }

  /** Mixes what a stream of random numbers decides. */
  void apply(MicroBatch batch, SplitMix64 random) {
    if (batch.count() < 2 || (mixup == 0 && cutmix == 0)) {
      return;
    }
    if (cutmix == 0 || (mixup > 0 && random.nextBoolean())) {
      Box all = new Box(0, 0, batch.shape().width(), batch.shape().height());
      mix(batch, all, (float) beta(mixup, random));
    } else {
      mix(batch, Box.random(batch.shape(), beta(cutmix, random), random), 0);
    }
  }

  /** Does not use the generator that the distribution wants to have. */
  private static double beta(double alpha, SplitMix64 random) {
    return new BetaDistribution(new JDKRandomGenerator(), alpha, alpha)
        .inverseCumulativeProbability(random.nextDouble());
  }

  /** Within the box a sample keeps a share of its own, beyond it everything. */
  private static void mix(MicroBatch batch, Box box, float kept) {
    ImageShape shape = batch.shape();
    int values = shape.values();
    int count = batch.count();
    float[] features = batch.features();
    float[] last = new float[values];
    System.arraycopy(features, (count - 1) * values, last, 0, values);
    int lastLabel = batch.labels()[count - 1];
    float area = (float) box.width() * box.height() / (shape.width() * shape.height());
    float otherShare = area * (1 - kept);
    for (int i = count - 1; i >= 0; i--) {
      float[] from = i == 0 ? last : features;
      int offset = i == 0 ? 0 : (i - 1) * values;
      int label = i == 0 ? lastLabel : batch.labels()[i - 1];
      for (int c = 0; c < shape.channels(); c++) {
        for (int y = box.top(); y < box.top() + box.height(); y++) {
          int row = (c * shape.height() + y) * shape.width();
          for (int x = row + box.left(); x < row + box.left() + box.width(); x++) {
            float own = features[i * values + x];
            features[i * values + x] = kept * own + (1 - kept) * from[offset + x];
          }
        }
      }
      batch.mixed(i, batch.labels()[i], label, otherShare);
    }
  }

  private record Box(int left, int top, int width, int height) {
    /** A box around a random place, as far as the image reaches. */
    static Box random(ImageShape shape, double kept, SplitMix64 random) {
      double half = Math.sqrt(1 - kept) / 2;
      int x = random.nextInt(shape.width());
      int y = random.nextInt(shape.height());
      int left = (int) Math.max(0, x - half * shape.width());
      int top = (int) Math.max(0, y - half * shape.height());
      int right = (int) Math.min(shape.width(), x + half * shape.width());
      int bottom = (int) Math.min(shape.height(), y + half * shape.height());
      return new Box(left, top, right - left, bottom - top);
    }
  }
}

package dev.largo.model;

import dev.largo.data.ImageShape;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * The networks of Keskar et al. 2017, <i>On Large-Batch Training for Deep Learning: Generalization
 * Gap and Sharp Minima</i>, appendix B: F1 and F2 of dense layers, C1 (C3) a small AlexNet, C2 (C4)
 * a VGG network. The convolutional ones are laid out as in the authors' {@code network_zoo.py}
 * (github.com/keskarnitish/large-batch-training), dropout included.
 *
 * <p>They take the data's images and classes, so that C3 and C4, which are C1 and C2 for the 100
 * classes of CIFAR-100, are the same networks here. Other deviations:
 *
 * <ul>
 *   <li>F2, for TIMIT's 360 values and 1973 classes in the paper, takes the pixels of images; F1 is
 *       for MNIST's 784 there.
 *   <li>No biases in front of batch norms. The authors have them, and nothing depends on them.
 *   <li>Running statistics for scoring, decay 0.9; the authors score with a batch's own statistics.
 *       Epsilon is 1e-5.
 *   <li>The classifier starts with N(0, 0.01^2) and not as in Glorot and Bengio 2010, so that the
 *       loss starts at the logarithm of the number of classes, as in Largo's other networks.
 * </ul>
 */
final class SharpMinima {
  private static final int UNITS = 512;

  private SharpMinima() {}

  /** F1 of 5 and F2 of 7 layers: dense layers of 512 each. */
  static ComputationGraphConfiguration dense(ImageShape input, int layers, int classes) {
    NormalizedStack stack = new NormalizedStack(input);
    for (int i = 0; i < layers; i++) {
      stack = stack.dense(UNITS);
    }
    return stack.classifier(classes);
  }

  /** C1 and C3. */
  static ComputationGraphConfiguration shallow(ImageShape input, int classes) {
    return new NormalizedStack(input)
        .convolution(5, 64)
        .maxPool(3)
        .convolution(5, 64)
        .maxPool(3)
        .dense(384)
        .dropout(0.5)
        .dense(192)
        .dropout(0.5)
        .classifier(classes);
  }

  /** C2 and C4. */
  static ComputationGraphConfiguration deep(ImageShape input, int classes) {
    NormalizedStack stack = block(new NormalizedStack(input), 2, 64, 0.3);
    stack = block(stack, 2, 128, 0.4);
    stack = block(stack, 3, 256, 0.4);
    stack = block(stack, 3, 512, 0.4);
    stack = block(stack, 3, 512, 0.4);
    return stack.dropout(0.5).dense(UNITS).dropout(0.5).classifier(classes);
  }

  /** 3x3 convolutions with dropout between them, and a maximum. */
  private static NormalizedStack block(
      NormalizedStack stack, int convolutions, int width, double dropout) {
    NormalizedStack block = stack.convolution(3, width);
    for (int i = 1; i < convolutions; i++) {
      block = block.dropout(dropout).convolution(3, width);
    }
    return block.maxPool(2);
  }
}

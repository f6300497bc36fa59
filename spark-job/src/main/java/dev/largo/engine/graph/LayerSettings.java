package dev.largo.engine.graph;

import dev.largo.engine.graph.Operator.Reduction;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** What a layer's settings mean to operators, and those that no operator expresses. */
final class LayerSettings {
  private LayerSettings() {}

  /** Refuses what draws random numbers. */
  static void requireNoNoise(String name, Layer layer) throws UnsupportedLayerException {
    if (layer.getIDropout() != null) {
      throw new UnsupportedLayerException(name, "dropout");
    }
    if (layer instanceof BaseLayer base && base.getWeightNoise() != null) {
      throw new UnsupportedLayerException(name, "weight noise");
    }
  }

  /** Refuses a pooling over anything but all places of each channel. */
  static void requireWhole(String name, GlobalPoolingLayer layer) throws UnsupportedLayerException {
    int[] axes = layer.getPoolingDimensions();
    boolean spatial =
        axes == null
            || Arrays.equals(axes, new int[] {1, 2})
            || Arrays.equals(axes, new int[] {2, 3});
    if (!layer.isCollapseDimensions() || !spatial) {
      throw new UnsupportedLayerException(name, "other than all places pooled to one");
    }
  }

  static Reduction reduction(String name, PoolingType type, Reduction average)
      throws UnsupportedLayerException {
    return switch (type) {
      case MAX -> Reduction.MAXIMUM;
      case AVG -> average;
      default -> throw new UnsupportedLayerException(name, "pooling " + type);
    };
  }

  static void requireCrossEntropy(String name, ILossFunction loss, IActivation function)
      throws UnsupportedLayerException {
    // Negative log-likelihood is a subclass of the same meaning.
    if (!(loss instanceof LossMCXENT entropy)
        || entropy.getWeights() != null
        || entropy.getSoftmaxClipEps() != new LossMCXENT().getSoftmaxClipEps()
        || !(function instanceof ActivationSoftmax)) {
      throw new UnsupportedLayerException(name, "not softmax under unweighted cross-entropy");
    }
  }

  static Window window(
      String name,
      ConvolutionMode mode,
      int[] kernel,
      int[] stride,
      int[] dilation,
      int[] padding,
      Shape input)
      throws UnsupportedLayerException {
    int[] sides = {input.height(), input.width()};
    Window.Axis[] axes = new Window.Axis[2];
    for (int i = 0; i < 2; i++) {
      axes[i] =
          switch (mode) {
            case Same -> Window.Axis.same(kernel[i], stride[i], dilation[i], sides[i]);
            case Truncate, Strict ->
                Window.Axis.explicit(kernel[i], stride[i], dilation[i], padding[i]);
            default -> throw new UnsupportedLayerException(name, "convolution mode " + mode);
          };
    }
    return new Window(axes[0], axes[1]);
  }

  /** Whether the layer sees an image flattened with its channels last. */
  static boolean flattening(String name, InputPreProcessor preProcessor)
      throws UnsupportedLayerException {
    if (preProcessor == null) {
      return false;
    }
    if (preProcessor.getClass() == CnnToFeedForwardPreProcessor.class) {
      return ((CnnToFeedForwardPreProcessor) preProcessor).getFormat() == CNN2DFormat.NHWC;
    }
    throw new UnsupportedLayerException(name, preProcessor.getClass().getSimpleName());
  }
}

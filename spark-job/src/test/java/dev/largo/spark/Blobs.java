package dev.largo.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small images of three classes, told apart by where they are bright, and networks for them. */
public final class Blobs {
  public static final int SIDE = 8;
  public static final int CLASSES = 3;

  private Blobs() {}

  /** Images [n, 1, 8, 8] in data sets of uneven sizes. */
  public static List<DataSet> images(int samples, long seed) {
    return sets(samples, seed, false);
  }

  /** The same as vectors [n, 64]. */
  public static List<DataSet> vectors(int samples, long seed) {
    return sets(samples, seed, true);
  }

  private static List<DataSet> sets(int samples, long seed, boolean flat) {
    Random random = new Random(seed);
    List<DataSet> sets = new ArrayList<>();
    int[] sizes = {7, 16, 1, 10};
    for (int done = 0, i = 0; done < samples; i++) {
      int size = Math.min(sizes[i % sizes.length], samples - done);
      float[] values = new float[size * SIDE * SIDE];
      float[][] labels = new float[size][CLASSES];
      for (int s = 0; s < size; s++) {
        int kind = random.nextInt(CLASSES);
        labels[s][kind] = 1;
        for (int v = 0; v < SIDE * SIDE; v++) {
          boolean bright = v / SIDE / 3 == kind;
          values[s * SIDE * SIDE + v] = (float) (random.nextGaussian() * 0.5 + (bright ? 1 : 0));
        }
      }
      long[] shape = flat ? new long[] {size, SIDE * SIDE} : new long[] {size, 1, SIDE, SIDE};
      sets.add(
          new DataSet(Nd4j.createFromArray(values).reshape(shape), Nd4j.createFromArray(labels)));
      done += size;
    }
    return sets;
  }

  /** A graph with a convolution. */
  public static ComputationGraphConfiguration graph() {
    return new NeuralNetConfiguration.Builder()
        .seed(5)
        .updater(new Nesterovs(0.05, 0.9))
        .graphBuilder()
        .addInputs("in")
        .setInputTypes(InputType.convolutional(SIDE, SIDE, 1))
        .addLayer("conv", convolution(), "in")
        .addLayer("pool", pooling(), "conv")
        .addLayer("out", output(), "pool")
        .setOutputs("out")
        .build();
  }

  /** A list of layers that makes images of vectors. */
  public static MultiLayerConfiguration flatConvolution() {
    return new NeuralNetConfiguration.Builder()
        .seed(5)
        .updater(new Nesterovs(0.05, 0.9))
        .list()
        .layer(convolution())
        .layer(pooling())
        .layer(output())
        .setInputType(InputType.convolutionalFlat(SIDE, SIDE, 1))
        .build();
  }

  /** A list of dense layers for vectors. */
  public static MultiLayerConfiguration dense() {
    return new NeuralNetConfiguration.Builder()
        .seed(5)
        .updater(new Nesterovs(0.05, 0.9))
        .list()
        .layer(new DenseLayer.Builder().nOut(12).activation(Activation.RELU).build())
        .layer(output())
        .setInputType(InputType.feedForward(SIDE * SIDE))
        .build();
  }

  private static ConvolutionLayer convolution() {
    return new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.RELU).build();
  }

  private static SubsamplingLayer pooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, new int[] {2, 2})
        .stride(2, 2)
        .build();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }
}

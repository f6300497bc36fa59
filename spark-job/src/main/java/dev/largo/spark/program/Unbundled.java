package dev.largo.spark.program;

import dev.largo.data.DataException;
import dev.largo.data.ImageShape;
import dev.largo.model.GivenInput;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A data set as samples.
 *
 * @param values samples x channels x height x width
 * @param labels one a sample
 */
@SuppressWarnings("ArrayRecordComponent") // Not compared.
record Unbundled(ImageShape shape, int classes, float[] values, int[] labels) {
  private static final String DATA = "the data";

  /**
   * Takes a data set apart.
   *
   * @throws DataException if it is none of images, or vectors, with one class each
   */
  static Unbundled of(DataSet set, GivenInput input) throws DataException {
    if (set.hasMaskArrays()) {
      throw new DataException(
          DATA, "has mask arrays, as sequences have", "Largo trains classifiers of images");
    }
    INDArray features = set.getFeatures();
    INDArray labels = set.getLabels();
    if (features == null || labels == null) {
      throw new DataException(DATA, "has no features or no labels", "give both");
    }
    ImageShape shape = shape(features, input);
    boolean permuted = features.rank() == 4 && input.channelsLast();
    float[] values = floats(permuted ? features.permute(0, 3, 1, 2) : features);
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new DataException(DATA, "holds " + value, "give finite features");
      }
    }
    int classes = classes(labels, features.size(0));
    return new Unbundled(shape, classes, values, labels(floats(labels), classes));
  }

  static String text(ImageShape shape) {
    return shape.channels() + "x" + shape.height() + "x" + shape.width();
  }

  private static ImageShape shape(INDArray features, GivenInput input) throws DataException {
    long[] shape = features.shape();
    if (shape.length == 4) {
      return input.channelsLast()
          ? new ImageShape((int) shape[3], (int) shape[1], (int) shape[2])
          : new ImageShape((int) shape[1], (int) shape[2], (int) shape[3]);
    }
    if (shape.length != 2) {
      throw new DataException(
          DATA,
          "has features of shape " + Arrays.toString(shape),
          "give images [n, channels, height, width] or vectors [n, values]");
    }
    @Nullable ImageShape image = input.image();
    if (image == null) {
      return new ImageShape(1, 1, (int) shape[1]);
    }
    if (image.values() != shape[1]) {
      throw new DataException(
          DATA,
          "has vectors of %d values, the network makes images of %s of them"
              .formatted(shape[1], text(image)),
          "give vectors of " + image.values());
    }
    return image;
  }

  private static int classes(INDArray labels, long samples) throws DataException {
    if (labels.rank() != 2 || labels.size(0) != samples || labels.size(1) < 2) {
      throw new DataException(
          DATA,
          "has labels of shape %s for %d samples"
              .formatted(Arrays.toString(labels.shape()), samples),
          "give them as [n, classes], one-hot, of two classes or more");
    }
    return (int) labels.size(1);
  }

  private static int[] labels(float[] targets, int classes) throws DataException {
    int[] labels = new int[targets.length / classes];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = -1;
      for (int c = 0; c < classes; c++) {
        float target = targets[i * classes + c];
        if (target == 1 && labels[i] < 0) {
          labels[i] = c;
        } else if (target != 0) {
          throw notOneHot(targets, i, classes);
        }
      }
      if (labels[i] < 0) {
        throw notOneHot(targets, i, classes);
      }
    }
    return labels;
  }

  private static DataException notOneHot(float[] targets, int sample, int classes) {
    int shown = Math.min(classes, 10);
    String row =
        Arrays.toString(Arrays.copyOfRange(targets, sample * classes, sample * classes + shown));
    return new DataException(
        DATA,
        "has the label " + row + ", which is not one-hot",
        "give one class a sample; labels are smoothed with data.augment.label-smoothing");
  }

  private static float[] floats(INDArray array) {
    return array.castTo(DataType.FLOAT).dup('c').data().asFloat();
  }
}

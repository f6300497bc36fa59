package dev.largo.model;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.hdf5.Attribute;
import org.bytedeco.hdf5.DataSet;
import org.bytedeco.hdf5.DataSpace;
import org.bytedeco.hdf5.Group;
import org.bytedeco.hdf5.H5File;
import org.bytedeco.hdf5.H5Object;
import org.bytedeco.hdf5.PredType;
import org.bytedeco.hdf5.StrType;
import org.bytedeco.hdf5.global.hdf5;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Writes a Keras 2 model file as Keras saves it: a 3x3 convolution with ReLU, flatten, a dense
 * layer with softmax, channels last.
 */
final class KerasFile {
  static final int FILTERS = 4;

  private KerasFile() {}

  private static final String CONVOLUTION =
      """
      {"class_name": "Conv2D", "name": "conv", "config": {"name": "conv", "trainable": true,
       "batch_input_shape": [null, %d, %d, %d], "dtype": "float32", "filters": 4,
       "kernel_size": [3, 3], "strides": [1, 1], "padding": "valid",
       "data_format": "channels_last", "dilation_rate": [1, 1], "activation": "relu",
       "use_bias": true, "kernel_initializer": {"class_name": "GlorotUniform", "config": {}},
       "bias_initializer": {"class_name": "Zeros", "config": {}},
       "kernel_regularizer": null, "bias_regularizer": null, "activity_regularizer": null,
       "kernel_constraint": null, "bias_constraint": null}%s}
      """;
  private static final String FLATTEN =
      """
      {"class_name": "Flatten", "name": "flatten", "config": {"name": "flatten",
       "trainable": true, "dtype": "float32", "data_format": "channels_last"}%s}
      """;
  private static final String DENSE =
      """
      {"class_name": "Dense", "name": "dense", "config": {"name": "dense", "trainable": true,
       "dtype": "float32", "units": %d, "activation": "softmax", "use_bias": true,
       "kernel_initializer": {"class_name": "GlorotUniform", "config": {}},
       "bias_initializer": {"class_name": "Zeros", "config": {}},
       "kernel_regularizer": null, "bias_regularizer": null, "activity_regularizer": null,
       "kernel_constraint": null, "bias_constraint": null}%s}
      """;
  private static final String TRAINING =
      """
      {"loss": "categorical_crossentropy", "metrics": ["accuracy"], "optimizer_config":
       {"class_name": "SGD", "config": {"name": "SGD", "learning_rate": 0.01, "decay": 0.0,
        "momentum": 0.0, "nesterov": false}}}
      """;

  /** The model as a list of layers. */
  static String sequential(int height, int width, int channels, int classes) {
    return """
        {"class_name": "Sequential", "config": {"name": "net", "layers": [%s, %s, %s]}}
        """
        .formatted(
            CONVOLUTION.formatted(height, width, channels, ""),
            FLATTEN.formatted(""),
            DENSE.formatted(classes, ""));
  }

  /** The same model as a graph. */
  static String functional(int height, int width, int channels, int classes) {
    String from = ", \"inbound_nodes\": [[[\"%s\", 0, 0, {}]]]";
    return """
        {"class_name": "Functional", "config": {"name": "net", "layers": [
         {"class_name": "InputLayer", "name": "in", "config": {"name": "in", "sparse": false,
          "batch_input_shape": [null, %d, %d, %d], "dtype": "float32"}, "inbound_nodes": []},
         %s, %s, %s], "input_layers": [["in", 0, 0]], "output_layers": [["dense", 0, 0]]}}
        """
        .formatted(
            height,
            width,
            channels,
            CONVOLUTION.formatted(height, width, channels, from.formatted("in")),
            FLATTEN.formatted(from.formatted("conv")),
            DENSE.formatted(classes, from.formatted("flatten")));
  }

  /**
   * Writes the file.
   *
   * @param kernel [3, 3, channels, FILTERS]
   * @param dense [features, classes]
   * @param compiled whether the model was compiled before it was saved
   */
  static void write(
      Path path,
      String config,
      float[] kernel,
      int channels,
      float[] dense,
      int classes,
      boolean compiled) {
    H5File file = new H5File(path.toString(), hdf5.H5F_ACC_TRUNC);
    attribute(file, "keras_version", "2.4.0");
    attribute(file, "backend", "tensorflow");
    attribute(file, "model_config", config);
    if (compiled) {
      attribute(file, "training_config", TRAINING);
    }
    Group weights = file.createGroup("model_weights");
    attribute(weights, "backend", "tensorflow");
    attribute(weights, "keras_version", "2.4.0");
    layer(
        weights,
        "conv",
        Map.of("kernel:0", kernel, "bias:0", new float[FILTERS]),
        Map.of("kernel:0", new long[] {3, 3, channels, FILTERS}, "bias:0", new long[] {FILTERS}));
    layer(weights, "flatten", Map.of(), Map.of());
    layer(
        weights,
        "dense",
        Map.of("kernel:0", dense, "bias:0", new float[classes]),
        Map.of(
            "kernel:0",
            new long[] {dense.length / classes, classes},
            "bias:0",
            new long[] {classes}));
    weights._close();
    file._close();
  }

  private static void layer(
      Group weights, String name, Map<String, float[]> values, Map<String, long[]> shapes) {
    Group outer = weights.createGroup(name);
    // An array of strings of one length: the kernel's name, the longer one, and the bias's.
    attribute(
        outer, "weight_names", values.isEmpty() ? "\0" : name + "/kernel:0" + name + "/bias:0\0\0");
    if (!values.isEmpty()) {
      Group inner = outer.createGroup(name);
      values.forEach(
          (key, data) -> {
            long[] shape = Objects.requireNonNull(shapes.get(key));
            DataSet set =
                inner.createDataSet(
                    key, PredType.NATIVE_FLOAT(), new DataSpace(shape.length, shape));
            set.write(new FloatPointer(data), PredType.NATIVE_FLOAT());
            set._close();
          });
      inner._close();
    }
    outer._close();
  }

  private static void attribute(H5Object object, String name, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    StrType type = new StrType(PredType.C_S1(), bytes.length);
    Attribute attribute = object.createAttribute(name, type, new DataSpace(hdf5.H5S_SCALAR));
    attribute.write(type, new BytePointer(bytes));
    attribute._close();
  }
}

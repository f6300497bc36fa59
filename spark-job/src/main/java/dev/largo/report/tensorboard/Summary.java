package dev.largo.report.tensorboard;

import dev.largo.report.weights.WeightHistogram;
import java.util.Map;

/** The values of an event, each with its tag: TensorFlow's message Summary. */
final class Summary {
  private static final int VALUE = 1;
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;
  private static final int IMAGE = 4;
  private static final int HISTOGRAM = 5;
  private static final int TENSOR = 8;
  private static final int METADATA = 9;
  private static final int RGBA = 4;
  private static final int TENSOR_CLASS = 2;

  private final Message message = new Message();

  /** A number; what is not finite is left to TensorBoard to show. */
  Summary scalar(String tag, double value) {
    message.message(VALUE, new Message().text(TAG, tag).single(SIMPLE_VALUE, (float) value));
    return this;
  }

  /** A picture with transparency. */
  Summary image(String tag, int width, int height, byte[] png) {
    Message image =
        new Message().integer(1, height).integer(2, width).integer(3, RGBA).bytes(4, png);
    message.message(VALUE, new Message().text(TAG, tag).message(IMAGE, image));
    return this;
  }

  /** A histogram; bins are told by their upper ends. */
  Summary histogram(String tag, WeightHistogram of) {
    int bins = of.counts().size();
    double[] limits = new double[bins];
    double[] counts = new double[bins];
    double number = 0;
    double sum = 0;
    double squares = 0;
    for (int bin = 0; bin < bins; bin++) {
      limits[bin] = of.least() + (bin + 1) * of.width();
      counts[bin] = of.counts().get(bin);
      double middle = limits[bin] - of.width() / 2;
      number += counts[bin];
      sum += counts[bin] * middle;
      squares += counts[bin] * middle * middle;
    }
    Message histogram =
        new Message()
            .number(1, of.least())
            .number(2, of.most())
            .number(3, number)
            .number(4, sum)
            .number(5, squares)
            .numbers(6, limits)
            .numbers(7, counts);
    message.message(VALUE, new Message().text(TAG, tag).message(HISTOGRAM, histogram));
    return this;
  }

  /**
   * What the HParams plugin shows of a run: its hyper-parameters.
   *
   * @param values numbers, truth values and texts
   * @param start of the run, in seconds since 1970
   */
  Summary hyperParameters(String run, Map<String, Object> values, double start) {
    Message session = new Message();
    values.forEach(
        (key, value) ->
            session.message(1, new Message().text(1, key).message(2, hyperParameter(value))));
    session.text(4, run).number(5, start);
    byte[] content = new Message().message(3, session).toBytes();
    Message metadata =
        new Message()
            .message(1, new Message().text(1, "hparams").bytes(2, content))
            .integer(4, TENSOR_CLASS);
    // A tensor that says nothing: one float32 without dimensions.
    Message tensor = new Message().integer(1, 1).message(2, new Message()).bytes(5, new byte[4]);
    message.message(
        VALUE,
        new Message()
            .text(TAG, "_hparams_/session_start_info")
            .message(TENSOR, tensor)
            .message(METADATA, metadata));
    return this;
  }

  private static Message hyperParameter(Object value) {
    if (value instanceof Number number) {
      return new Message().number(2, number.doubleValue());
    }
    if (value instanceof Boolean flag) {
      return new Message().integer(4, flag ? 1 : 0);
    }
    return new Message().text(3, String.valueOf(value));
  }

  Message message() {
    return message;
  }
}

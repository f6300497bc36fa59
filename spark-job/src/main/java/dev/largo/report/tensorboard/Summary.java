package dev.largo.report.tensorboard;

import dev.largo.report.weights.WeightHistogram;
import dev.largo.train.Histogram;
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

  /** A histogram with bins of equal width. */
  Summary histogram(String tag, WeightHistogram of) {
    HistogramBins bins = new HistogramBins();
    for (int bin = 0; bin < of.counts().size(); bin++) {
      double end = of.least() + (bin + 1) * of.width();
      bins.add(end, end - of.width() / 2, of.counts().get(bin));
    }
    return histogram(tag, bins.message(of.least(), of.most()));
  }

  /** A histogram of values of which one at least is finite; those that are not are left out. */
  Summary histogram(String tag, Histogram of) {
    HistogramBins bins = new HistogramBins();
    for (int bin = of.negative().end() - 1; bin >= of.negative().first(); bin--) {
      bins.add(-Histogram.edge(bin), -Histogram.middle(bin), of.negative().in(bin));
    }
    boolean above = !of.positive().counts().isEmpty();
    bins.add(above ? Histogram.edge(of.positive().first()) : 0, 0, of.zeros());
    for (int bin = of.positive().first(); bin < of.positive().end(); bin++) {
      bins.add(Histogram.edge(bin + 1), Histogram.middle(bin), of.positive().in(bin));
    }
    return histogram(tag, bins.message(of.least(), of.most()));
  }

  private Summary histogram(String tag, Message histogram) {
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

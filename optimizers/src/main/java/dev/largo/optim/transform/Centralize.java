package dev.largo.optim.transform;

/**
 * u -= the mean of u over the inputs of its output unit (Yong et al. 2020, arXiv 2004.01461,
 * equation 1). Where a unit has one input only, as in a dense layer of shape [N, 1], its mean is
 * the gradient itself; those weights are left alone.
 */
record Centralize(Centralized layers) implements Stage {
  @Override
  public Rows rows() {
    return Rows.MEANS;
  }

  @Override
  public void apply(StageContext context, float[] update, int from, int to) {
    if (!layers.includes(context.segment()) || context.segment().rowLength() == 1) {
      return;
    }
    double[] means = context.rowMeans();
    int rowLength = context.segment().rowLength();
    int origin = context.segment().offset() - context.parameterShift();
    int i = from;
    while (i < to) {
      int row = (i - origin) / rowLength;
      int end = Math.min(to, origin + (row + 1) * rowLength);
      float mean = (float) means[row];
      for (; i < end; i++) {
        update[i] -= mean;
      }
    }
  }
}

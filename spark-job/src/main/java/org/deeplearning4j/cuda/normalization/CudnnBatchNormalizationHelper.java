package org.deeplearning4j.cuda.normalization;

import org.deeplearning4j.nn.layers.mkldnn.MKLDNNBatchNormHelper;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Batch norm on a GPU.
 *
 * @see org.deeplearning4j.cuda.convolution.CudnnConvolutionHelper
 */
public final class CudnnBatchNormalizationHelper extends MKLDNNBatchNormHelper {
  /** Called by name. */
  public CudnnBatchNormalizationHelper(DataType type) {
    super(type);
  }

  @Override
  public boolean checkSupported() {
    return true;
  }

  @Override
  public boolean checkSupported(double epsilon, boolean fixedGammaBeta) {
    return !fixedGammaBeta;
  }
}

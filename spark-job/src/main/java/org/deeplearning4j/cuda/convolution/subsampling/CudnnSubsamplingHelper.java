package org.deeplearning4j.cuda.convolution.subsampling;

import org.deeplearning4j.nn.layers.mkldnn.MKLDNNSubsamplingHelper;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Pooling on a GPU.
 *
 * @see org.deeplearning4j.cuda.convolution.CudnnConvolutionHelper
 */
public final class CudnnSubsamplingHelper extends MKLDNNSubsamplingHelper {
  /** Called by name. */
  public CudnnSubsamplingHelper(DataType type) {
    super(type);
  }

  @Override
  public boolean checkSupported() {
    return true;
  }
}

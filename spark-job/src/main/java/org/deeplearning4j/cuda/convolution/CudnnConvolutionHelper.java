package org.deeplearning4j.cuda.convolution;

import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Deeplearning4j 1.0.0-M2.1 looks for a class of this name when it computes on a GPU, and the
 * artifact that had one is no longer made. What the CPU's helper does, one ND4J operation a pass,
 * is computed by cuDNN where ND4J has it.
 */
public final class CudnnConvolutionHelper extends MKLDNNConvHelper {
  /** Called by name. */
  public CudnnConvolutionHelper(DataType type) {
    super(type);
  }

  @Override
  public boolean checkSupported() {
    return true;
  }
}

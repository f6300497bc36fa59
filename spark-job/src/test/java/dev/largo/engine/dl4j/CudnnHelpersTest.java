package dev.largo.engine.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.deeplearning4j.config.DL4JClassLoading;
import org.deeplearning4j.cuda.normalization.CudnnBatchNormalizationHelper;
import org.deeplearning4j.nn.layers.LayerHelper;
import org.deeplearning4j.nn.layers.convolution.ConvolutionHelper;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingHelper;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.layers.normalization.BatchNormalizationHelper;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** The classes that Deeplearning4j asks for by name when it computes on a GPU. */
final class CudnnHelpersTest {
  @Test
  void areFoundUnderTheNamesThatDeeplearning4jKnows() {
    assertFound(ConvolutionLayer.CUDA_CNN_HELPER_CLASS_NAME, ConvolutionHelper.class);
    assertFound(SubsamplingLayer.CUDNN_SUBSAMPLING_HELPER_CLASS_NAME, SubsamplingHelper.class);
    assertFound(
        BatchNormalization.BATCH_NORM_CUDNN_HELPER_CLASS_NAME, BatchNormalizationHelper.class);
  }

  @Test
  void batchNormNeedsItsGammaAndBeta() {
    BatchNormalizationHelper helper = new CudnnBatchNormalizationHelper(DataType.FLOAT);
    assertTrue(helper.checkSupported(1e-5, false));
    assertFalse(helper.checkSupported(1e-5, true));
  }

  private static <T extends LayerHelper> void assertFound(String name, Class<T> type) {
    T helper = DL4JClassLoading.createNewInstance(name, type, new Object[] {DataType.FLOAT});
    assertEquals(name, helper.getClass().getName());
    assertTrue(helper.checkSupported());
  }
}

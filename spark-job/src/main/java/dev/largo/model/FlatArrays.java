package dev.largo.model;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies between Java arrays and ND4J's, in one go. */
final class FlatArrays {
  private FlatArrays() {}

  /** The elements of an array of any float type, in its own order. */
  static float[] copy(INDArray array) {
    INDArray flat =
        array.dataType() == DataType.FLOAT && !array.isView() && array.ordering() == 'c'
            ? array
            : array.castTo(DataType.FLOAT).dup('c');
    HostMemory.fetch(flat);
    float[] values = new float[Math.toIntExact(flat.length())];
    ((FloatPointer) flat.data().pointer()).get(values);
    return values;
  }

  /** A vector with the same elements. */
  static INDArray vector(float[] values) {
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, values.length);
    ((FloatPointer) array.data().pointer()).put(values);
    HostMemory.wrote(array);
    return array;
  }
}

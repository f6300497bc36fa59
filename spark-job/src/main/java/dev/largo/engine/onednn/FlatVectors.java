package dev.largo.engine.onednn;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/** The parameters and the gradient of a replica in native memory, in the layout's order. */
final class FlatVectors implements AutoCloseable {
  private final FloatPointer parameters;
  private final FloatPointer gradient;

  /** Two vectors of zeros. */
  FlatVectors(int size) {
    parameters = new FloatPointer((long) size);
    gradient = new FloatPointer((long) size);
    Pointer.memset(parameters, 0, (long) Float.BYTES * size);
    Pointer.memset(gradient, 0, (long) Float.BYTES * size);
  }

  void setParameters(float[] values) {
    parameters.put(values);
  }

  FloatBuffer parameters() {
    return parameters.asBuffer();
  }

  FloatBuffer gradient() {
    return gradient.asBuffer();
  }

  Pointer parametersFrom(int offset) {
    return new View(parameters, (long) Float.BYTES * offset);
  }

  Pointer gradientFrom(int offset) {
    return new View(gradient, (long) Float.BYTES * offset);
  }

  /** The elements of a tensor that has memory, in the order in which they lie there. */
  static FloatBuffer floats(memory handle, memory.desc format) {
    Pointer place = handle.get_data_handle();
    return new FloatPointer(place).capacity(format.get_size() / Float.BYTES).asBuffer();
  }

  /** The same elements as their bits. */
  static IntBuffer bits(memory handle, memory.desc format) {
    Pointer place = handle.get_data_handle();
    return new IntPointer(place).capacity(format.get_size() / Integer.BYTES).asBuffer();
  }

  @Override
  public void close() {
    parameters.deallocate();
    gradient.deallocate();
  }
}

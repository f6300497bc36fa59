package dev.largo.engine.onednn;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;

/**
 * Where the tensors of a plan lie, known before there is memory.
 *
 * @param bytes of all tensors, which share places where their times do not overlap
 * @param scratchpads memory that primitives need only while they run, the same for all
 */
record MemoryMap(List<Tensor> tensors, long bytes, List<memory> scratchpads, long scratchpadBytes) {
  private static final long PAGE = 4096;

  /** What {@link #allocate} takes. */
  long total() {
    return bytes + PAGE + scratchpadBytes;
  }

  /** Takes the memory and attaches every tensor to it. */
  void allocate(Natives natives) {
    BytePointer all = natives.own(new BytePointer(total()));
    long start = (PAGE - all.address() % PAGE) % PAGE;
    for (Tensor tensor : tensors) {
      long offset = requireNonNull(tensor.storage()).block.offset();
      tensor.handle().set_data_handle(new View(all, start + offset));
    }
    for (memory scratchpad : scratchpads) {
      scratchpad.set_data_handle(new View(all, start + bytes));
    }
  }
}

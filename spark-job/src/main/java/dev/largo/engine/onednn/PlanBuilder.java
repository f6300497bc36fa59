package dev.largo.engine.onednn;

import dev.largo.engine.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.scratchpad_mode;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.Pointer;

/**
 * A plan under construction: tensors with places but without memory, and steps on them.
 *
 * <p>Activations lie with their channels last, [n, height, width, channel] in memory, under the
 * logical order [n, channel, height, width] that oneDNN's descriptors have; measured, that is as
 * fast as oneDNN's own blocked formats, and no layer has to change them.
 */
final class PlanBuilder {
  private final Device device;
  private final FlatVectors vectors;
  private final Natives natives;
  private final int samples;
  private final boolean training;
  private final Rounding rounding;
  private final Arena arena = new Arena();
  private final List<Tensor> placed = new ArrayList<>();
  private final List<memory> scratchpads = new ArrayList<>();
  private long scratchpadBytes;

  PlanBuilder(
      Device device,
      FlatVectors vectors,
      Natives natives,
      int samples,
      boolean training,
      Rounding rounding) {
    this.device = device;
    this.vectors = vectors;
    this.natives = natives;
    this.samples = samples;
    this.training = training;
    this.rounding = rounding;
  }

  boolean training() {
    return training;
  }

  int samples() {
    return samples;
  }

  engine engine() {
    return device.engine();
  }

  <T extends Pointer> T own(T object) {
    return natives.own(object);
  }

  /** A value of all samples. */
  memory.desc values(Shape shape) {
    return format(format_tag.nhwc, samples, shape.channels(), shape.height(), shape.width());
  }

  memory.desc format(format_tag tag, long... dims) {
    return own(new memory.desc(dims, data_type.f32, tag));
  }

  /** A new tensor of the arena. */
  Tensor allocate(memory.desc format) {
    return place(format, new Tensor.Storage(arena.acquire(format.get_size())));
  }

  /** A new tensor that keeps what is in it from one run of the plan to the next. */
  Tensor allocateForGood(memory.desc format) {
    return place(format, new Tensor.Storage(arena.acquireForGood(format.get_size())));
  }

  /** Another tensor over the same memory, and one more holder of it. */
  Tensor share(Tensor tensor, memory.desc format) {
    Tensor.Storage storage = tensor.storage();
    if (storage == null) {
      throw new IllegalArgumentException("not in the arena");
    }
    storage.hold();
    return place(format, storage);
  }

  private Tensor place(memory.desc format, Tensor.Storage storage) {
    if (format.get_size() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a tensor of " + samples + " samples is larger than 2 GiB; use a smaller micro-batch");
    }
    Tensor tensor = new Tensor(format, own(new memory(format, engine(), null)), storage);
    placed.add(tensor);
    return tensor;
  }

  /** One holder less. */
  void release(Tensor tensor) {
    if (tensor.storage() != null) {
      tensor.storage().release(arena);
    }
  }

  /** A view into the flat vector of parameters. */
  Tensor parameters(int offset, memory.desc format) {
    return new Tensor(
        format, own(new memory(format, engine(), vectors.parametersFrom(offset))), null);
  }

  /** A view into the flat gradient. */
  Tensor gradient(int offset, memory.desc format) {
    return new Tensor(
        format, own(new memory(format, engine(), vectors.gradientFrom(offset))), null);
  }

  /** Attributes of every primitive; a ReLU behind it if asked for. */
  primitive_attr attributes(boolean relu) {
    primitive_attr attributes = own(new primitive_attr());
    // The library's own scratch memory belongs to the thread that made the primitive.
    attributes.set_scratchpad_mode(scratchpad_mode.user);
    if (relu) {
      post_ops behind = own(new post_ops());
      behind.append_eltwise(1, algorithm.eltwise_relu, 0, 0);
      attributes.set_post_ops(behind);
    }
    return attributes;
  }

  /** Arguments of a primitive. */
  static final class Arguments {
    private final IntMemoryMap map;

    private Arguments(IntMemoryMap map) {
      this.map = map;
    }

    Arguments with(int argument, Tensor tensor) {
      map.put(argument, tensor.handle());
      return this;
    }
  }

  Arguments arguments() {
    return new Arguments(own(new IntMemoryMap()));
  }

  /** A step that runs a primitive. */
  Step step(
      String layer,
      String kind,
      primitive_desc_base description,
      primitive code,
      Arguments arguments) {
    own(description);
    own(code);
    memory.desc scratch = own(description.scratchpad_desc());
    if (scratch.get_size() > 0) {
      memory handle = own(new memory(scratch, engine(), null));
      scratchpads.add(handle);
      scratchpadBytes = Math.max(scratchpadBytes, scratch.get_size());
      arguments.map.put(dnnl.DNNL_ARG_SCRATCHPAD, handle);
    }
    IntMemoryMap map = arguments.map;
    return new Step(
        layer,
        kind,
        description.impl_info_str().getString(),
        () -> code.execute(device.stream(), map));
  }

  /** A step that copies from one format to another. */
  Step reorder(String layer, String kind, Tensor from, Tensor to) {
    reorder.primitive_desc description =
        new reorder.primitive_desc(
            engine(), from.format(), engine(), to.format(), attributes(false), false);
    return step(
        layer,
        kind,
        description,
        new reorder(description),
        arguments().with(dnnl.DNNL_ARG_FROM, from).with(dnnl.DNNL_ARG_TO, to));
  }

  /** Rounds a tensor of the arena to the precision of the plan, after what the steps did. */
  void round(List<Step> steps, String layer, Tensor tensor) {
    if (rounding != Rounding.NONE) {
      steps.add(
          new Step(
              layer,
              "round",
              rounding.toString(),
              () -> rounding.apply(FlatVectors.bits(tensor.handle(), tensor.format()))));
    }
  }

  /** Whether arithmetic is rounded to a shorter precision. */
  boolean rounds() {
    return rounding != Rounding.NONE;
  }

  /** Gives every tensor its memory's place. */
  MemoryMap memory() {
    return new MemoryMap(
        List.copyOf(placed), arena.size(), List.copyOf(scratchpads), scratchpadBytes);
  }
}

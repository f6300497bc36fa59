package dev.largo.engine.onednn;

import dev.largo.engine.ActivationObserver;
import dev.largo.engine.graph.LayerGraph;
import dev.largo.engine.graph.Operator;
import dev.largo.engine.graph.Operator.Addition;
import dev.largo.engine.graph.Operator.BatchNormalization;
import dev.largo.engine.graph.Operator.Convolution;
import dev.largo.engine.graph.Operator.Dense;
import dev.largo.engine.graph.Operator.Pooling;
import dev.largo.engine.graph.Operator.Relu;
import dev.largo.engine.graph.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory.format_tag;
import org.jspecify.annotations.Nullable;

/** A network compiled for one size of micro-batch: steps, and the memory they work in. */
final class Plan implements AutoCloseable {
  private final LayerGraph graph;
  private final PlanBuilder builder;
  private final Natives natives = new Natives();
  private final List<Step> load = new ArrayList<>();
  private final List<Step> forward = new ArrayList<>();
  private final List<Step> backward = new ArrayList<>();
  private final List<Kernel> kernels = new ArrayList<>();
  private final List<NormStatistics> norms = new ArrayList<>();
  private final Tensor[] values;

  /** Steps of the forward pass up to the one that makes each operator's output. */
  private final int[] ends;

  private final Tensor images;
  private final Tensor logits;
  private final @Nullable Tensor logitsGradient;
  private final MemoryMap memory;

  /**
   * Compiles a network without taking memory for it.
   *
   * @param training whether there is a backward pass, and batch norms use the batch's statistics
   */
  Plan(
      Device device,
      FlatVectors vectors,
      LayerGraph graph,
      int samples,
      boolean training,
      Rounding rounding) {
    this.graph = graph;
    builder = new PlanBuilder(device, vectors, natives, samples, training, rounding);
    values = new Tensor[graph.operators().size() + 1];
    ends = new int[graph.operators().size()];
    Shape shape = graph.input();
    images =
        builder.allocate(
            builder.format(
                format_tag.nchw, samples, shape.channels(), shape.height(), shape.width()));
    Tensor channelsLast = builder.allocate(builder.values(shape));
    values[0] = channelsLast;
    forward.add(builder.reorder("input", "channels last", images, channelsLast));
    builder.round(forward, "input", channelsLast);
    builder.release(images);
    addForward();
    logits = values[values.length - 1];
    logitsGradient = training ? addBackward() : null;
    memory = builder.memory();
  }

  private void addForward() {
    for (int i = 0; i < graph.operators().size(); i++) {
      Operator operator = graph.operators().get(i);
      Kernel kernel = kernel(operator);
      kernels.add(kernel);
      values[i + 1] = kernel.forward(load, forward);
      ends[i] = forward.size();
      if (!builder.training()) {
        for (int input : operator.inputs()) {
          if (isLastReader(input, i)) {
            builder.release(values[input]);
          }
        }
      }
    }
  }

  private boolean isLastReader(int value, int reader) {
    List<Operator> later = graph.operators().subList(reader + 1, graph.operators().size());
    return later.stream().noneMatch(o -> o.inputs().contains(value));
  }

  private Kernel kernel(Operator operator) {
    Tensor input = values[operator.inputs().get(0)];
    Shape shape = graph.shape(operator.inputs().get(0));
    if (operator instanceof Convolution convolution) {
      return new ConvolutionKernel(builder, convolution, shape, input);
    } else if (operator instanceof BatchNormalization norm) {
      NormKernel kernel = new NormKernel(builder, norm, input);
      norms.add(kernel.statistics());
      return kernel;
    } else if (operator instanceof Pooling pooling) {
      return new PoolingKernel(builder, pooling, shape, input);
    } else if (operator instanceof Addition sum) {
      Tensor right = values[sum.right()];
      // In place of a branch that nothing else reads, now or on the way back.
      if (isFree(sum.left())) {
        return new AdditionKernel(builder, sum, input, right, true);
      }
      return new AdditionKernel(builder, sum, right, input, isFree(sum.right()));
    } else if (operator instanceof Dense dense) {
      return new DenseKernel(builder, dense, shape, input);
    }
    return new ReluKernel(builder, (Relu) operator, input);
  }

  private boolean isFree(int value) {
    if (value == 0 || graph.readers(value) > 1) {
      return false;
    }
    Operator maker = graph.operators().get(value - 1);
    return !maker.relu() || maker instanceof BatchNormalization;
  }

  /** Adds the backward pass; returns where the gradient of the logits is to be put before it. */
  private Tensor addBackward() {
    @Nullable Tensor[] gradients = new @Nullable Tensor[values.length];
    Tensor start = builder.allocate(logits.format());
    gradients[values.length - 1] = start;
    builder.round(backward, "loss", start);
    for (int i = graph.operators().size() - 1; i >= 0; i--) {
      Tensor gradient = gradients[i + 1];
      if (gradient == null) {
        throw new IllegalStateException(graph.operators().get(i).name() + ": nothing reads it");
      }
      Operator operator = graph.operators().get(i);
      List<@Nullable Tensor> made = kernels.get(i).backward(load, backward, gradient);
      for (int k = 0; k < made.size(); k++) {
        int input = operator.inputs().get(k);
        Tensor next = made.get(k);
        if (next != null) {
          gradients[input] = sum(operator.name(), gradients[input], next);
        }
      }
      builder.release(gradient);
      builder.release(values[i + 1]);
    }
    return start;
  }

  /** The sum of two gradients of a value, in the place of one of them if nothing else reads it. */
  private Tensor sum(String layer, @Nullable Tensor first, Tensor second) {
    if (first == null) {
      return second;
    }
    Tensor sum;
    if (first.storage() != null && !first.storage().isShared()) {
      sum = builder.share(first, first.format());
    } else if (second.storage() != null && !second.storage().isShared()) {
      sum = builder.share(second, second.format());
    } else {
      sum = builder.allocate(first.format());
    }
    backward.add(AdditionKernel.add(builder, layer, first, second, sum, false));
    builder.round(backward, layer, sum);
    builder.release(first);
    builder.release(second);
    return sum;
  }

  /** Bytes that {@link #allocate} takes. */
  long bytes() {
    return memory.total();
  }

  /** Takes the memory. To be called once, before anything below. */
  void allocate() {
    memory.allocate(natives);
  }

  /** Images, [n, channel, height, width]. */
  FloatBuffer images() {
    return FlatVectors.floats(images.handle(), images.format());
  }

  /** Outputs of the last layer, [n, class]. */
  FloatBuffer logits() {
    return FlatVectors.floats(logits.handle(), logits.format());
  }

  /** Where their gradient is to be put before the backward pass, [n, class]. */
  FloatBuffer logitsGradient() {
    if (logitsGradient == null) {
      throw new IllegalStateException("a plan for scoring");
    }
    return FlatVectors.floats(logitsGradient.handle(), logitsGradient.format());
  }

  /** The batch norms' statistics, in the order of the operators. */
  List<NormStatistics> norms() {
    return norms;
  }

  /** Steps to run after the parameters changed. */
  List<Step> load() {
    return load;
  }

  /** Steps from the images to the logits. */
  List<Step> forward() {
    return forward;
  }

  /**
   * Runs these steps, and shows each output as soon as it is there: a later one may take its place.
   */
  void forward(ActivationObserver activations) {
    int done = 0;
    for (int i = 0; i < ends.length; i++) {
      for (; done < ends[i]; done++) {
        forward.get(done).work().run();
      }
      Tensor output = values[i + 1];
      activations.output(
          graph.operators().get(i).name(),
          FlatVectors.floats(output.handle(), output.format()).asReadOnlyBuffer());
    }
  }

  /** Steps from the gradient of the logits to that of the parameters. */
  List<Step> backward() {
    return backward;
  }

  @Override
  public void close() {
    natives.close();
  }
}

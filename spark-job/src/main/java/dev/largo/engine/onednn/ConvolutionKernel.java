package dev.largo.engine.onednn;

import static java.util.Objects.requireNonNull;

import dev.largo.engine.graph.Operator.Convolution;
import dev.largo.engine.graph.Shape;
import java.util.Collections;
import java.util.List;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.jspecify.annotations.Nullable;

/** A convolution; oneDNN chooses the format of the weights for each direction. */
final class ConvolutionKernel implements Kernel {
  private final PlanBuilder plan;
  private final Convolution operator;
  private final Tensor input;
  private final WeightViews weights;
  private final memory.desc source;
  private final memory.desc result;
  private final WindowArguments window;
  private convolution_forward.@Nullable primitive_desc hint;
  private @Nullable Tensor output;

  ConvolutionKernel(PlanBuilder plan, Convolution operator, Shape shape, Tensor input) {
    this.plan = plan;
    this.operator = operator;
    this.input = input;
    long[] dims = {
      operator.output().channels(),
      shape.channels(),
      operator.window().vertical().kernel(),
      operator.window().horizontal().kernel()
    };
    weights =
        new WeightViews(
            plan,
            operator.name(),
            operator.weights(),
            operator.bias(),
            plan.format(format_tag.oihw, dims),
            plan.format(format_tag.any, dims));
    source = plan.values(shape);
    result = plan.values(operator.output());
    window = new WindowArguments(operator.window());
  }

  @Override
  public Tensor forward(List<Step> load, List<Step> steps) {
    prop_kind kind = plan.training() ? prop_kind.forward_training : prop_kind.forward_inference;
    convolution_forward.desc request =
        plan.own(
            new convolution_forward.desc(
                kind,
                algorithm.convolution_direct,
                source,
                weights.any(),
                weights.biasDesc(),
                result,
                window.strides,
                window.dilations,
                window.before,
                window.after));
    convolution_forward.primitive_desc description =
        new convolution_forward.primitive_desc(
            request, plan.attributes(operator.relu()), plan.engine());
    hint = description;
    output = plan.allocate(result);
    PlanBuilder.Arguments arguments =
        plan.arguments()
            .with(dnnl.DNNL_ARG_SRC, input)
            .with(
                dnnl.DNNL_ARG_WEIGHTS, weights.prepared(load, plan.own(description.weights_desc())))
            .with(dnnl.DNNL_ARG_DST, output);
    weights.addBias(arguments);
    steps.add(
        plan.step(
            operator.name(),
            "convolution forward",
            description,
            new convolution_forward(description),
            arguments));
    plan.round(steps, operator.name(), output);
    return output;
  }

  @Override
  public List<@Nullable Tensor> backward(List<Step> load, List<Step> steps, Tensor gradient) {
    Tensor own = ReluMask.apply(plan, steps, operator, requireNonNull(output), gradient);
    backwardWeights(steps, own);
    Tensor inputGradient = null;
    if (operator.input() != 0) {
      inputGradient = backwardData(load, steps, own);
      plan.round(steps, operator.name(), inputGradient);
    }
    plan.release(own);
    return Collections.singletonList(inputGradient);
  }

  private void backwardWeights(List<Step> steps, Tensor gradient) {
    convolution_backward_weights.desc request =
        plan.own(
            new convolution_backward_weights.desc(
                algorithm.convolution_direct,
                source,
                weights.any(),
                weights.biasDesc(),
                result,
                window.strides,
                window.dilations,
                window.before,
                window.after));
    convolution_backward_weights.primitive_desc description =
        new convolution_backward_weights.primitive_desc(
            request, plan.attributes(false), plan.engine(), hint);
    Tensor made = weights.gradient(plan.own(description.diff_weights_desc()));
    PlanBuilder.Arguments arguments =
        plan.arguments()
            .with(dnnl.DNNL_ARG_SRC, input)
            .with(dnnl.DNNL_ARG_DIFF_DST, gradient)
            .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, made);
    weights.addBiasGradient(arguments);
    steps.add(
        plan.step(
            operator.name(),
            "convolution backward weights",
            description,
            new convolution_backward_weights(description),
            arguments));
    weights.storeGradient(steps, made);
  }

  private Tensor backwardData(List<Step> load, List<Step> steps, Tensor gradient) {
    convolution_backward_data.desc request =
        plan.own(
            new convolution_backward_data.desc(
                algorithm.convolution_direct,
                source,
                weights.any(),
                result,
                window.strides,
                window.dilations,
                window.before,
                window.after));
    convolution_backward_data.primitive_desc description =
        new convolution_backward_data.primitive_desc(
            request, plan.attributes(false), plan.engine(), hint);
    Tensor inputGradient = plan.allocate(source);
    steps.add(
        plan.step(
            operator.name(),
            "convolution backward data",
            description,
            new convolution_backward_data(description),
            plan.arguments()
                .with(dnnl.DNNL_ARG_DIFF_DST, gradient)
                .with(
                    dnnl.DNNL_ARG_WEIGHTS,
                    weights.prepared(load, plan.own(description.weights_desc())))
                .with(dnnl.DNNL_ARG_DIFF_SRC, inputGradient)));
    return inputGradient;
  }
}

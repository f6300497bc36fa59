package dev.largo.engine.onednn;

import static java.util.Objects.requireNonNull;

import dev.largo.engine.graph.Operator.Dense;
import dev.largo.engine.graph.Shape;
import java.util.Collections;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.jspecify.annotations.Nullable;

/** A dense layer on an image or a vector. */
final class DenseKernel implements Kernel {
  private final PlanBuilder plan;
  private final Dense operator;
  private final Tensor input;
  private final WeightViews weights;
  private final memory.desc source;
  private final memory.desc result;
  private inner_product_forward.@Nullable primitive_desc hint;
  private @Nullable Tensor output;

  DenseKernel(PlanBuilder plan, Dense operator, Shape shape, Tensor input) {
    this.plan = plan;
    this.operator = operator;
    this.input = input;
    int units = operator.output().channels();
    long[] dims = {units, shape.channels(), shape.height(), shape.width()};
    weights =
        new WeightViews(
            plan,
            operator.name(),
            operator.weights(),
            operator.bias(),
            plan.format(operator.channelsLast() ? format_tag.ohwi : format_tag.oihw, dims),
            plan.format(format_tag.any, dims));
    source = plan.values(shape);
    result = plan.format(format_tag.nc, plan.samples(), units);
  }

  @Override
  public Tensor forward(List<Step> load, List<Step> steps) {
    prop_kind kind = plan.training() ? prop_kind.forward_training : prop_kind.forward_inference;
    inner_product_forward.primitive_desc description =
        new inner_product_forward.primitive_desc(
            plan.own(
                new inner_product_forward.desc(
                    kind, source, weights.any(), weights.biasDesc(), result)),
            plan.attributes(operator.relu()),
            plan.engine());
    hint = description;
    Tensor values = plan.allocate(plan.values(operator.output()));
    output = values;
    PlanBuilder.Arguments arguments =
        plan.arguments()
            .with(dnnl.DNNL_ARG_SRC, input)
            .with(
                dnnl.DNNL_ARG_WEIGHTS, weights.prepared(load, plan.own(description.weights_desc())))
            .with(dnnl.DNNL_ARG_DST, matrix(values));
    weights.addBias(arguments);
    steps.add(
        plan.step(
            operator.name(),
            "dense forward",
            description,
            new inner_product_forward(description),
            arguments));
    plan.round(steps, operator.name(), values);
    return values;
  }

  /** The same values as a matrix; whoever holds them keeps their memory. */
  private Tensor matrix(Tensor values) {
    Tensor matrix = plan.share(values, result);
    plan.release(matrix);
    return matrix;
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
    inner_product_backward_weights.primitive_desc description =
        new inner_product_backward_weights.primitive_desc(
            plan.own(
                new inner_product_backward_weights.desc(
                    source, weights.any(), weights.biasDesc(), result)),
            plan.attributes(false),
            plan.engine(),
            hint);
    Tensor made = weights.gradient(plan.own(description.diff_weights_desc()));
    PlanBuilder.Arguments arguments =
        plan.arguments()
            .with(dnnl.DNNL_ARG_SRC, input)
            .with(dnnl.DNNL_ARG_DIFF_DST, matrix(gradient))
            .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, made);
    weights.addBiasGradient(arguments);
    steps.add(
        plan.step(
            operator.name(),
            "dense backward weights",
            description,
            new inner_product_backward_weights(description),
            arguments));
    weights.storeGradient(steps, made);
  }

  private Tensor backwardData(List<Step> load, List<Step> steps, Tensor gradient) {
    inner_product_backward_data.primitive_desc description =
        new inner_product_backward_data.primitive_desc(
            plan.own(new inner_product_backward_data.desc(source, weights.any(), result)),
            plan.attributes(false),
            plan.engine(),
            hint);
    Tensor inputGradient = plan.allocate(source);
    steps.add(
        plan.step(
            operator.name(),
            "dense backward data",
            description,
            new inner_product_backward_data(description),
            plan.arguments()
                .with(dnnl.DNNL_ARG_DIFF_DST, matrix(gradient))
                .with(
                    dnnl.DNNL_ARG_WEIGHTS,
                    weights.prepared(load, plan.own(description.weights_desc())))
                .with(dnnl.DNNL_ARG_DIFF_SRC, inputGradient)));
    return inputGradient;
  }
}

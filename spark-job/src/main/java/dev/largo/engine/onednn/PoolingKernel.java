package dev.largo.engine.onednn;

import static java.util.Objects.requireNonNull;

import dev.largo.engine.graph.Operator.Pooling;
import dev.largo.engine.graph.Operator.Reduction;
import dev.largo.engine.graph.Shape;
import java.util.Collections;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_v2_backward;
import org.bytedeco.dnnl.pooling_v2_forward;
import org.jspecify.annotations.Nullable;

/** A pooling; a maximum remembers in a workspace where it came from. */
final class PoolingKernel implements Kernel {
  private final PlanBuilder plan;
  private final Pooling operator;
  private final Tensor input;
  private final memory.desc source;
  private final memory.desc result;
  private final algorithm reduction;
  private final WindowArguments window;
  private @Nullable Tensor workspace;
  private pooling_v2_forward.@Nullable primitive_desc hint;

  PoolingKernel(PlanBuilder plan, Pooling operator, Shape shape, Tensor input) {
    this.plan = plan;
    this.operator = operator;
    this.input = input;
    source = plan.values(shape);
    result = plan.values(operator.output());
    reduction =
        switch (operator.reduction()) {
          case MAXIMUM -> algorithm.pooling_max;
          case AVERAGE -> algorithm.pooling_avg_exclude_padding;
          case AVERAGE_WITH_PADDING -> algorithm.pooling_avg_include_padding;
        };
    window = new WindowArguments(operator.window());
  }

  @Override
  public Tensor forward(List<Step> load, List<Step> steps) {
    prop_kind kind = plan.training() ? prop_kind.forward_training : prop_kind.forward_inference;
    pooling_v2_forward.primitive_desc description =
        new pooling_v2_forward.primitive_desc(
            plan.own(
                new pooling_v2_forward.desc(
                    kind,
                    reduction,
                    source,
                    result,
                    window.strides,
                    window.kernel,
                    window.dilations,
                    window.before,
                    window.after)),
            plan.attributes(false),
            plan.engine());
    hint = description;
    Tensor output = plan.allocate(result);
    PlanBuilder.Arguments arguments =
        plan.arguments().with(dnnl.DNNL_ARG_SRC, input).with(dnnl.DNNL_ARG_DST, output);
    if (plan.training() && operator.reduction() == Reduction.MAXIMUM) {
      workspace = plan.allocate(plan.own(description.workspace_desc()));
      arguments.with(dnnl.DNNL_ARG_WORKSPACE, workspace);
    }
    steps.add(
        plan.step(
            operator.name(),
            "pooling forward",
            description,
            new pooling_v2_forward(description),
            arguments));
    plan.round(steps, operator.name(), output);
    return output;
  }

  @Override
  public List<@Nullable Tensor> backward(List<Step> load, List<Step> steps, Tensor gradient) {
    if (operator.input() == 0) {
      return Collections.singletonList(null);
    }
    pooling_v2_backward.primitive_desc description =
        new pooling_v2_backward.primitive_desc(
            plan.own(
                new pooling_v2_backward.desc(
                    reduction,
                    source,
                    result,
                    window.strides,
                    window.kernel,
                    window.dilations,
                    window.before,
                    window.after)),
            plan.attributes(false),
            plan.engine(),
            requireNonNull(hint));
    Tensor inputGradient = plan.allocate(source);
    PlanBuilder.Arguments arguments =
        plan.arguments()
            .with(dnnl.DNNL_ARG_DIFF_DST, gradient)
            .with(dnnl.DNNL_ARG_DIFF_SRC, inputGradient);
    if (workspace != null) {
      arguments.with(dnnl.DNNL_ARG_WORKSPACE, workspace);
      plan.release(workspace);
    }
    steps.add(
        plan.step(
            operator.name(),
            "pooling backward",
            description,
            new pooling_v2_backward(description),
            arguments));
    plan.round(steps, operator.name(), inputGradient);
    return List.of(inputGradient);
  }
}

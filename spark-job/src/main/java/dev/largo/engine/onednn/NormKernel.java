package dev.largo.engine.onednn;

import static java.util.Objects.requireNonNull;

import dev.largo.engine.graph.Operator.BatchNormalization;
import java.util.Collections;
import java.util.List;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.jspecify.annotations.Nullable;

/**
 * A batch norm with its ReLU in one pass. Statistics are the batch's own in training, the running
 * ones otherwise, and stay in float32 whatever the plan's precision.
 */
final class NormKernel implements Kernel {
  private final PlanBuilder plan;
  private final BatchNormalization operator;
  private final Tensor input;
  private final Tensor mean;
  private final Tensor variance;
  private final memory.desc values;
  private final memory.desc scales;
  private final int flags;
  private @Nullable Tensor workspace;
  private batch_normalization_forward.@Nullable primitive_desc hint;

  NormKernel(PlanBuilder plan, BatchNormalization operator, Tensor input) {
    this.plan = plan;
    this.operator = operator;
    this.input = input;
    int channels = operator.output().channels();
    memory.desc statistic = plan.format(format_tag.x, channels);
    mean = plan.allocateForGood(statistic);
    variance = plan.allocateForGood(statistic);
    values = plan.values(operator.output());
    scales = plan.format(format_tag.nc, 2, channels);
    flags =
        normalization_flags.use_scale_shift.value
            | (plan.training() ? 0 : normalization_flags.use_global_stats.value)
            | (operator.relu() ? normalization_flags.fuse_norm_relu.value : 0);
  }

  /** The batch's statistics, or in a plan for scoring the running ones, which it reads. */
  NormStatistics statistics() {
    return new NormStatistics(operator, mean, variance);
  }

  @Override
  public Tensor forward(List<Step> load, List<Step> steps) {
    prop_kind kind = plan.training() ? prop_kind.forward_training : prop_kind.forward_inference;
    batch_normalization_forward.primitive_desc description =
        new batch_normalization_forward.primitive_desc(
            plan.own(
                new batch_normalization_forward.desc(
                    kind.value, values, (float) operator.epsilon(), flags)),
            plan.attributes(false),
            plan.engine());
    hint = description;
    Tensor output = plan.allocate(values);
    PlanBuilder.Arguments arguments =
        plan.arguments()
            .with(dnnl.DNNL_ARG_SRC, input)
            .with(dnnl.DNNL_ARG_SCALE_SHIFT, plan.parameters(operator.scales(), scales))
            .with(dnnl.DNNL_ARG_MEAN, mean)
            .with(dnnl.DNNL_ARG_VARIANCE, variance)
            .with(dnnl.DNNL_ARG_DST, output);
    if (plan.training() && operator.relu()) {
      workspace = plan.allocate(plan.own(description.workspace_desc()));
      arguments.with(dnnl.DNNL_ARG_WORKSPACE, workspace);
    }
    steps.add(
        plan.step(
            operator.name(),
            "batch norm forward",
            description,
            new batch_normalization_forward(description),
            arguments));
    plan.round(steps, operator.name(), output);
    return output;
  }

  @Override
  public List<@Nullable Tensor> backward(List<Step> load, List<Step> steps, Tensor gradient) {
    batch_normalization_backward.primitive_desc description =
        new batch_normalization_backward.primitive_desc(
            plan.own(
                new batch_normalization_backward.desc(
                    prop_kind.backward.value, values, values, (float) operator.epsilon(), flags)),
            plan.attributes(false),
            plan.engine(),
            requireNonNull(hint));
    Tensor inputGradient = plan.allocate(values);
    PlanBuilder.Arguments arguments =
        plan.arguments()
            .with(dnnl.DNNL_ARG_SRC, input)
            .with(dnnl.DNNL_ARG_DIFF_DST, gradient)
            .with(dnnl.DNNL_ARG_SCALE_SHIFT, plan.parameters(operator.scales(), scales))
            .with(dnnl.DNNL_ARG_MEAN, mean)
            .with(dnnl.DNNL_ARG_VARIANCE, variance)
            .with(dnnl.DNNL_ARG_DIFF_SRC, inputGradient)
            .with(dnnl.DNNL_ARG_DIFF_SCALE_SHIFT, plan.gradient(operator.scales(), scales));
    if (workspace != null) {
      arguments.with(dnnl.DNNL_ARG_WORKSPACE, workspace);
      plan.release(workspace);
    }
    steps.add(
        plan.step(
            operator.name(),
            "batch norm backward",
            description,
            new batch_normalization_backward(description),
            arguments));
    plan.round(steps, operator.name(), inputGradient);
    if (operator.input() == 0) {
      plan.release(inputGradient);
      return Collections.singletonList(null);
    }
    return List.of(inputGradient);
  }
}

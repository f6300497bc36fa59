package dev.largo.engine.onednn;

import static java.util.Objects.requireNonNull;

import dev.largo.engine.graph.Operator.Relu;
import java.util.Collections;
import java.util.List;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.jspecify.annotations.Nullable;

/** A ReLU by itself. */
final class ReluKernel implements Kernel {
  private final PlanBuilder plan;
  private final Relu operator;
  private final Tensor input;
  private @Nullable Tensor output;

  ReluKernel(PlanBuilder plan, Relu operator, Tensor input) {
    this.plan = plan;
    this.operator = operator;
    this.input = input;
  }

  @Override
  public Tensor forward(List<Step> load, List<Step> steps) {
    eltwise_forward.primitive_desc description =
        new eltwise_forward.primitive_desc(
            plan.own(
                new eltwise_forward.desc(
                    prop_kind.forward_inference, algorithm.eltwise_relu, input.format(), 0, 0)),
            plan.attributes(false),
            plan.engine());
    Tensor result = plan.allocate(input.format());
    output = result;
    steps.add(
        plan.step(
            operator.name(),
            "ReLU forward",
            description,
            new eltwise_forward(description),
            plan.arguments().with(dnnl.DNNL_ARG_SRC, input).with(dnnl.DNNL_ARG_DST, result)));
    return result;
  }

  @Override
  public List<@Nullable Tensor> backward(List<Step> load, List<Step> steps, Tensor gradient) {
    if (operator.input() == 0) {
      return Collections.singletonList(null);
    }
    return List.of(ReluMask.apply(plan, steps, operator, requireNonNull(output), gradient));
  }
}

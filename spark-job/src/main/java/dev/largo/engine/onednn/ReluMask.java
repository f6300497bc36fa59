package dev.largo.engine.onednn;

import dev.largo.engine.graph.Operator;
import java.util.List;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;

/** Backward pass of a ReLU from its output: gradients of what became 0 are 0. */
final class ReluMask {
  private ReluMask() {}

  /**
   * Adds the step, if the operator has a ReLU.
   *
   * @return the masked gradient, with a holder of its own; in place where nothing else reads it
   */
  static Tensor apply(
      PlanBuilder plan, List<Step> steps, Operator operator, Tensor output, Tensor gradient) {
    boolean shared = gradient.storage() == null || gradient.storage().isShared();
    if (!operator.relu() || !shared) {
      Tensor same = plan.share(gradient, gradient.format());
      if (operator.relu()) {
        steps.add(step(plan, operator.name(), output, gradient, same));
      }
      return same;
    }
    Tensor masked = plan.allocate(gradient.format());
    steps.add(step(plan, operator.name(), output, gradient, masked));
    return masked;
  }

  private static Step step(
      PlanBuilder plan, String layer, Tensor output, Tensor gradient, Tensor masked) {
    algorithm relu = algorithm.eltwise_relu_use_dst_for_bwd;
    eltwise_forward.primitive_desc hint =
        plan.own(
            new eltwise_forward.primitive_desc(
                plan.own(
                    new eltwise_forward.desc(
                        prop_kind.forward_training, relu, output.format(), 0, 0)),
                plan.engine()));
    eltwise_backward.primitive_desc description =
        new eltwise_backward.primitive_desc(
            plan.own(new eltwise_backward.desc(relu, gradient.format(), output.format(), 0, 0)),
            plan.attributes(false),
            plan.engine(),
            hint);
    return plan.step(
        layer,
        "ReLU backward",
        description,
        new eltwise_backward(description),
        plan.arguments()
            .with(dnnl.DNNL_ARG_DST, output)
            .with(dnnl.DNNL_ARG_DIFF_DST, gradient)
            .with(dnnl.DNNL_ARG_DIFF_SRC, masked));
  }
}

package dev.largo.engine.onednn;

import static java.util.Objects.requireNonNull;

import dev.largo.engine.graph.Operator.Addition;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.jspecify.annotations.Nullable;

/** A sum of two values. */
final class AdditionKernel implements Kernel {
  private final PlanBuilder plan;
  private final Addition operator;
  private final Tensor left;
  private final Tensor right;
  private final boolean inPlace;
  private @Nullable Tensor output;

  /**
   * Names the values.
   *
   * @param inPlace whether the sum may take the place of {@code left}
   */
  AdditionKernel(PlanBuilder plan, Addition operator, Tensor left, Tensor right, boolean inPlace) {
    this.plan = plan;
    this.operator = operator;
    this.left = left;
    this.right = right;
    this.inPlace = inPlace;
  }

  @Override
  public Tensor forward(List<Step> load, List<Step> steps) {
    Tensor sum = inPlace ? plan.share(left, left.format()) : plan.allocate(left.format());
    output = sum;
    steps.add(add(plan, operator.name(), left, right, sum, operator.relu()));
    plan.round(steps, operator.name(), sum);
    return sum;
  }

  @Override
  public List<@Nullable Tensor> backward(List<Step> load, List<Step> steps, Tensor gradient) {
    Tensor own = ReluMask.apply(plan, steps, operator, requireNonNull(output), gradient);
    Tensor first = operator.left() == 0 ? null : plan.share(own, own.format());
    Tensor second = operator.right() == 0 ? null : plan.share(own, own.format());
    plan.release(own);
    return Arrays.asList(first, second);
  }

  /** A step that adds two tensors of the same shape. */
  static Step add(
      PlanBuilder plan, String layer, Tensor left, Tensor right, Tensor sum, boolean relu) {
    binary.primitive_desc description =
        new binary.primitive_desc(
            plan.own(
                new binary.desc(algorithm.binary_add, left.format(), right.format(), sum.format())),
            plan.attributes(relu),
            plan.engine());
    return plan.step(
        layer,
        "addition",
        description,
        new binary(description),
        plan.arguments()
            .with(dnnl.DNNL_ARG_SRC_0, left)
            .with(dnnl.DNNL_ARG_SRC_1, right)
            .with(dnnl.DNNL_ARG_DST, sum));
  }
}

package dev.largo.optim;

/**
 * One trainable segment in one step.
 *
 * @param layer the segment's name
 * @param weightNorm L2 norm of its weights before the step
 * @param gradientNorm L2 norm of its raw gradient
 * @param trustRatio product of the chain's trust ratios; 1 where it is not adapted
 * @param localLearningRate learning rate times trust ratio
 * @param updateRatio L2 norm of what was subtracted over {@code weightNorm}; 0 where that is 0
 * @param angularUpdate angle between the weights before and after, in radians from 0 to pi; 0 where
 *     {@code weightNorm} is 0
 */
public record LayerSignal(
    String layer,
    double weightNorm,
    double gradientNorm,
    double trustRatio,
    double localLearningRate,
    double updateRatio,
    double angularUpdate) {}

package dev.largo.train;

/**
 * One layer at one step: a line of {@code layers.jsonl}.
 *
 * @param layer the segment's name
 * @param weightNorm L2 norm before the step
 * @param trustRatio 1 for a layer that is not adapted
 * @param localLearningRate learning rate times trust ratio
 * @param updateRatio norm of the step's change over {@code weightNorm}; 0 where that is 0
 */
public record LayerRecord(
    long step,
    String layer,
    double weightNorm,
    double gradientNorm,
    double trustRatio,
    double localLearningRate,
    double updateRatio) {}

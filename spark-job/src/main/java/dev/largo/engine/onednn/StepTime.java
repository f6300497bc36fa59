package dev.largo.engine.onednn;

/**
 * How long one step of a compiled network took.
 *
 * @param layer name of the layer
 * @param kind what was done, such as {@code convolution backward data}
 * @param implementation oneDNN's name of the code that did it
 */
public record StepTime(String layer, String kind, String implementation, double seconds) {}

package dev.largo.engine.onednn;

/**
 * A unit of work of a plan.
 *
 * @param layer name of the layer it belongs to
 * @param kind what is done, such as {@code convolution backward data}
 * @param implementation oneDNN's name of the code that does it
 */
record Step(String layer, String kind, String implementation, Runnable work) {}

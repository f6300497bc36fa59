package dev.largo.optim;

/**
 * The numbers of a step that stages see.
 *
 * @param step from 1, skipped ones not counted
 * @param learningRate the schedule's rate
 * @param previousLearningRate the rate of the update before; at step 1 the same
 */
record StepNumbers(long step, double learningRate, double previousLearningRate) {}

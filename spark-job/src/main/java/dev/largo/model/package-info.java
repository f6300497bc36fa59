/**
 * Networks: the built-in ones and those from files, their parameter layout, and the model archive.
 *
 * <p>Deeplearning4j's types stay in this package and the engine: only {@link
 * dev.largo.model.Graphs} shows them.
 */
@NullMarked
package dev.largo.model;

import org.jspecify.annotations.NullMarked;

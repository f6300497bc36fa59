/** Tests of whole commands with real parts: Spark, Deeplearning4j, files, processes. */
@NullMarked
package dev.largo.it;

import org.jspecify.annotations.NullMarked;

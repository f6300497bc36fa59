@NullMarked
package dev.largo.report.tensorboard;

import org.jspecify.annotations.NullMarked;

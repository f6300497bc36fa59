@NullMarked
package dev.largo.report.mlflow;

import org.jspecify.annotations.NullMarked;

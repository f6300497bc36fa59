/** What a run records, on an MLflow tracking server. */
@NullMarked
package dev.largo.report.mlflow;

import org.jspecify.annotations.NullMarked;

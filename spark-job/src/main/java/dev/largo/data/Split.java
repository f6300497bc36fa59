package dev.largo.data;

/** The two parts of a data set. */
public enum Split {
  TRAIN,
  VALIDATION
}

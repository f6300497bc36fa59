package dev.largo.config;

/** The layouts of a data set that Largo reads. */
public enum DataFormat {
  IMAGE_FOLDER,
  CIFAR_BINARY,
  IDX,
  SYNTHETIC
}

package dev.largo.config;

/** The layouts of a data set that Largo reads. */
public enum DataFormat {
  IMAGE_FOLDER,
  SHARDS,
  CIFAR_BINARY,
  IDX,
  SYNTHETIC;

  /** Whether images are files of any size, which are decoded and may be scaled. */
  boolean hasImageFiles() {
    return this == IMAGE_FOLDER || this == SHARDS || this == SYNTHETIC;
  }

  /** Whether a location may be several, separated by commas. */
  boolean takesLists() {
    return this == SHARDS || this == CIFAR_BINARY;
  }
}

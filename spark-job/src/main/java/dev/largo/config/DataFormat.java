package dev.largo.config;

import java.util.Optional;

/** The layouts of a data set that Largo reads. */
public enum DataFormat {
  IMAGE_FOLDER,
  SHARDS,
  SEQUENCE_FILE,
  CIFAR_BINARY,
  IDX,
  SYNTHETIC;

  /** How a configuration has it, such as {@code image-folder}. */
  public String text() {
    return ChoiceNames.name(this);
  }

  /** The format that a configuration calls so. */
  public static Optional<DataFormat> find(String text) {
    return ChoiceNames.find(DataFormat.class, text);
  }

  /** Whether images are files of any size, which are decoded and may be scaled. */
  boolean hasImageFiles() {
    return this == IMAGE_FOLDER || this == SHARDS || this == SEQUENCE_FILE || this == SYNTHETIC;
  }

  /** Whether a location may be several, separated by commas. */
  public boolean takesLists() {
    return this == SHARDS || this == SEQUENCE_FILE || this == CIFAR_BINARY;
  }
}

package dev.largo.config;

import java.util.Optional;

/** The layouts of a data set that Largo reads. */
public enum DataFormat {
  IMAGE_FOLDER,
  SHARDS,
  SEQUENCE_FILE,
  PARQUET,
  CIFAR_BINARY,
  IDX,
  SYNTHETIC,
  FLOAT_RECORDS;

  /** How a configuration has it, such as {@code image-folder}. */
  public String text() {
    return ChoiceNames.name(this);
  }

  /** The format that a configuration calls so. */
  public static Optional<DataFormat> find(String text) {
    return ChoiceNames.find(DataFormat.class, text);
  }

  /** Whether images are files of any size, which are decoded and may be scaled. */
  public boolean hasImageFiles() {
    return switch (this) {
      case IMAGE_FOLDER, SHARDS, SEQUENCE_FILE, PARQUET, SYNTHETIC -> true;
      case CIFAR_BINARY, IDX, FLOAT_RECORDS -> false;
    };
  }

  /** Whether a location may be several, separated by commas. */
  public boolean takesLists() {
    return switch (this) {
      case SHARDS, SEQUENCE_FILE, PARQUET, CIFAR_BINARY -> true;
      case IMAGE_FOLDER, IDX, SYNTHETIC, FLOAT_RECORDS -> false;
    };
  }
}

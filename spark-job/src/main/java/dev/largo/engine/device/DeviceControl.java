package dev.largo.engine.device;

/** What can be told to ND4J about a GPU. */
interface DeviceControl {
  /** Makes a GPU the current thread's. */
  void select(int address);

  /** Bytes of a GPU's memory that nobody uses. */
  long freeMemory(int address);

  /** Limits what ND4J takes of a GPU's memory, in bytes. */
  void limitMemory(int address, long bytes);
}

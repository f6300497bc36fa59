package dev.largo.engine.device;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What GPUs a library holds machine code for, without PTX, which newer GPUs could translate.
 *
 * @param capabilities what it was compiled for, ascending
 */
record MachineCode(List<ComputeCapability> capabilities) {
  /** Read out of the fat binary in the natives of nd4j-cuda-11.6, version 1.0.0-M2.1. */
  static final MachineCode ND4J =
      new MachineCode(
          Stream.of("3.7", "5.0", "5.2", "6.0", "6.1", "7.0", "7.5", "8.0", "8.6")
              .map(ComputeCapability::parse)
              .toList());

  MachineCode {
    capabilities = capabilities.stream().sorted().toList();
  }

  boolean runsOn(ComputeCapability gpu) {
    return capabilities.stream().anyMatch(gpu::runs);
  }

  @Override
  public String toString() {
    return capabilities.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}

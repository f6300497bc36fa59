package dev.largo.engine.device;

import java.util.ArrayList;
import java.util.List;

/** Writes down what it is told, on GPUs of 8 GiB. */
final class RecordedControl implements DeviceControl {
  final List<String> calls = new ArrayList<>();

  @Override
  public void select(int address) {
    calls.add("select " + address);
  }

  @Override
  public long freeMemory(int address) {
    return 8L << 30;
  }

  @Override
  public void limitMemory(int address, long bytes) {
    calls.add("limit " + address + " to " + (bytes >> 20) + " MiB");
  }
}

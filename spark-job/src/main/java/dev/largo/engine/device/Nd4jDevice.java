package dev.largo.engine.device;

import dev.largo.model.NativeRuntime;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** {@link DeviceControl} through ND4J's interfaces, which are those of both backends. */
final class Nd4jDevice implements DeviceControl {
  @Override
  public void select(int address) {
    NativeRuntime.prepare();
    Nd4j.getAffinityManager().unsafeSetDevice(address);
  }

  @Override
  public long freeMemory(int address) {
    return NativeOpsHolder.getInstance().getDeviceNativeOps().getDeviceFreeMemory(address);
  }

  @Override
  public void limitMemory(int address, long bytes) {
    Nd4j.getEnvironment().setDeviceLimit(address, bytes);
  }
}

package dev.largo.model;

/** Settings that ND4J and Deeplearning4j read once, when their classes load. */
public final class NativeRuntime {
  private NativeRuntime() {}

  /**
   * Sets what is not set yet: Deeplearning4j's oneDNN or cuDNN layers on, no limit on the memory of
   * the process, no banner. To be called before anything of Deeplearning4j; calling it again is
   * free.
   *
   * <p>JavaCPP's default limits are the Java heap's size for what it takes itself, and four times
   * that for the whole process, which a small heap with a large network exceeds.
   */
  public static void prepare() {
    setDefault("org.eclipse.deeplearning4j.helpers.disable", "false");
    setDefault("org.bytedeco.javacpp.maxphysicalbytes", "0");
    setDefault("org.bytedeco.javacpp.maxbytes", "0");
    setDefault("org.nd4j.log.initialization", "false");
  }

  private static void setDefault(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }
}

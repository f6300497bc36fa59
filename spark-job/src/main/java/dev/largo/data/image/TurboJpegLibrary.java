package dev.largo.data.image;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The functions of libjpeg-turbo's TurboJPEG interface, from version 2.0 on, that are used here.
 * Pointers are longs, which is the way of JNA's that costs least.
 */
final class TurboJpegLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(TurboJpegLibrary.class);

  /** Its name wherever it is installed: the interface has not changed since. */
  private static final String NAME = "libturbojpeg.so.0";

  private static final String DESCRIPTION = load();

  private TurboJpegLibrary() {}

  /** Whether it is installed on this machine. */
  static boolean isPresent() {
    return !DESCRIPTION.isEmpty();
  }

  /** Its name and version; empty where it is absent. */
  static String description() {
    return DESCRIPTION;
  }

  private static String load() {
    try {
      NativeLibrary library = NativeLibrary.getInstance(NAME);
      Native.register(TurboJpegLibrary.class, library);
      return "libjpeg-turbo " + (has(library, "tj3Init") ? 3 : 2);
    } catch (LinkageError e) {
      LOG.warn(
          "{} cannot be loaded: JPEG files are decoded by the JDK, at two thirds of the speed."
              + " Install it on every machine or on none (Debian: apt install libturbojpeg0)",
          NAME);
      LOG.debug("{}", NAME, e);
      return "";
    }
  }

  private static boolean has(NativeLibrary library, String function) {
    try {
      library.getFunction(function);
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  static native long tjInitDecompress();

  static native int tjDestroy(long handle);

  static native int tjDecompressHeader3(
      long handle,
      long file,
      long bytes,
      long width,
      long height,
      long subsampling,
      long colorspace);

  static native int tjDecompress2(
      long handle,
      long file,
      long bytes,
      long pixels,
      int width,
      int pitch,
      int height,
      int pixelFormat,
      int flags);

  /** A static string of the handle's. */
  static native String tjGetErrorStr2(long handle);
}

package dev.largo.spark.pack;

import dev.largo.data.DataException;
import dev.largo.data.format.ImageStore;
import dev.largo.data.pack.PackDirectory;
import dev.largo.data.pack.PackPlan;
import dev.largo.data.pack.PackRequest;
import dev.largo.data.pack.ShardPacking;
import java.io.IOException;
import java.net.InetAddress;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** The packing that is open in this JVM, shared by its tasks. */
final class OpenPacking {
  private static @Nullable String openId;
  private static @Nullable ShardPacking open;

  private OpenPacking() {}

  /** Hands in what the driver has opened, so that tasks in its JVM do not open it again. */
  static synchronized void put(String id, ShardPacking packing) {
    openId = id;
    open = packing;
  }

  /** The job's packing; the source is opened by the first task that asks. */
  static synchronized ShardPacking of(PackSpec spec) throws IOException {
    ShardPacking packing = open;
    if (packing == null || !spec.id().equals(openId)) {
      packing = open(spec);
      put(spec.id(), packing);
    }
    return packing;
  }

  static synchronized void remove(String id) {
    if (id.equals(openId)) {
      openId = null;
      open = null;
    }
  }

  private static ShardPacking open(PackSpec spec) throws IOException {
    PackRequest request = spec.request();
    Configuration hadoop = spec.hadoopConfiguration();
    ImageStore store = request.open(hadoop).store();
    if (!store.fingerprint().equals(spec.fingerprint())) {
      throw new DataException(
          "SRC",
          "host " + InetAddress.getLocalHost().getHostName() + " reads other files than the driver",
          "give a URI that all hosts share");
    }
    return new ShardPacking(
        store, PackPlan.of(store, request), request, new PackDirectory(request, hadoop));
  }
}

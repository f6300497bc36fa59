package dev.largo.record;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/**
 * Local files behind the manners of an object store: no append, no rename over a file, and a rename
 * of a directory that copies one file after the other.
 */
public final class StoreFileSystem extends RawLocalFileSystem {
  /** Key: how many files a rename copies before it fails, as when its process dies. */
  public static final String COPIES = "fs.store.copies";

  private static final URI NAME = URI.create("store://bucket");

  @Override
  public URI getUri() {
    return NAME;
  }

  @Override
  public String getScheme() {
    return "store";
  }

  @Override
  public void initialize(URI uri, Configuration hadoop) throws IOException {
    super.initialize(uri, hadoop);
    setWorkingDirectory(new Path("store://bucket/"));
  }

  @Override
  public FSDataOutputStream append(Path file, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException("append");
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (exists(to)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    if (getFileStatus(from).isFile()) {
      return super.rename(from, to);
    }
    FileStatus[] files = listStatus(from);
    Arrays.sort(files);
    int copies = getConf().getInt(COPIES, files.length);
    for (FileStatus file : files) {
      if (copies-- == 0) {
        throw new IOException("rename of " + from + ": the connection is gone");
      }
      FileUtil.copy(
          this, file.getPath(), this, new Path(to, file.getPath().getName()), false, getConf());
    }
    return delete(from, true);
  }
}

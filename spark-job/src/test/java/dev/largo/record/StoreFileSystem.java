package dev.largo.record;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
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
  /** Key: the names of the files that a rename copies before it fails, as when its process dies. */
  public static final String COPIES = "fs.store.copies";

  private static final String ALL = "*";
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
    List<String> copied = Arrays.asList(getConf().getStrings(COPIES, ALL));
    mkdirs(to);
    for (FileStatus file : listStatus(from)) {
      String name = file.getPath().getName();
      if (copied.contains(name) || copied.contains(ALL)) {
        FileUtil.copy(this, file.getPath(), this, new Path(to, name), false, getConf());
      }
    }
    if (!copied.contains(ALL)) {
      throw new IOException("rename of " + from + ": the connection is gone");
    }
    return delete(from, true);
  }
}

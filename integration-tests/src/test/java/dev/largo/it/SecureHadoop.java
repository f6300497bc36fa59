package dev.largo.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.minikdc.MiniKdc;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * Kerberos, and HDFS and YARN that let in nobody without a ticket or a token, as a process of their
 * own. The user ann has a keytab and a home on HDFS.
 */
final class SecureHadoop implements AutoCloseable {
  private static final String CONF = "conf";
  private static final String USER = "ann";
  private static final String HOME = "/user/" + USER;
  private static final String KEYTAB = "ann.keytab";
  private static final String KRB5 = "krb5.conf";
  private static final String AUDIT = "audit";
  private static final String LEFT = "left";

  private final Path directory;
  private final Daemon daemon;

  /** Starts it; logs, blocks and containers go to a directory. */
  SecureHadoop(Path directory) throws IOException {
    this.directory = directory;
    List<String> options = new ArrayList<>(StandaloneCluster.moduleOptions());
    options.add("-Xmx768m");
    daemon = new Daemon(SecureHadoop.class, directory, CONF, options);
  }

  /** What {@code HADOOP_CONF_DIR} is to name. */
  Path conf() {
    return directory.resolve(CONF);
  }

  /** What JVMs must know of the realm, which elsewhere is in {@code /etc}. */
  List<String> jvmOptions() {
    return List.of("-Djava.security.krb5.conf=" + directory.resolve(KRB5));
  }

  /** How spark-submit lets ann in. */
  List<String> logIn() {
    return List.of("--principal", USER, "--keytab", directory.resolve(KEYTAB).toString());
  }

  /** A path in ann's home, on the default file system. */
  static String home(String path) {
    return HOME + "/" + path;
  }

  /** What the name node was asked for: user, how authenticated, operation, path. */
  List<String> audit() throws IOException {
    return Files.readAllLines(directory.resolve(AUDIT));
  }

  /** Where ann's home is to be found after the end. */
  Path left() {
    return directory.resolve(LEFT);
  }

  @Override
  public void close() throws IOException {
    daemon.close();
  }

  /** Runs until its input ends. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    MiniKdc kdc =
        new MiniKdc(MiniKdc.createConf(), Files.createDirectory(directory.resolve("kdc")).toFile());
    kdc.start();
    Path keytab = directory.resolve("hadoop.keytab");
    kdc.createPrincipal(keytab.toFile(), "hadoop/localhost", "HTTP/localhost");
    kdc.createPrincipal(directory.resolve(KEYTAB).toFile(), USER);
    Files.copy(kdc.getKrb5conf().toPath(), directory.resolve(KRB5));
    // On the class path, since parts of YARN look nowhere else.
    write(settings(directory, kdc.getRealm(), keytab.toString()), directory);
    YarnConfiguration settings = new YarnConfiguration();
    UserGroupInformation.setConfiguration(settings);
    UserGroupInformation.loginUserFromKeytab(
        "hadoop/localhost@" + kdc.getRealm(), keytab.toString());
    try (MiniDFSCluster hdfs =
        new MiniDFSCluster.Builder(settings).numDataNodes(1).format(true).build()) {
      hdfs.waitActive();
      FileSystem files = hdfs.getFileSystem();
      org.apache.hadoop.fs.Path home = new org.apache.hadoop.fs.Path(HOME);
      files.mkdirs(home);
      files.setOwner(home, USER, USER);
      try (MiniYARNCluster yarn = YarnProcess.start(settings)) {
        Configuration ready = yarn.getConfig();
        // Names a class of the mini cluster's own.
        ready.unset("net.topology.node.switch.mapping.impl");
        Path draft = Files.createDirectory(directory.resolve("conf.draft"));
        write(ready, draft);
        Files.move(draft, directory.resolve(CONF));
        long unused = System.in.transferTo(OutputStream.nullOutputStream());
        files.copyToLocalFile(
            false, home, new org.apache.hadoop.fs.Path(directory.resolve(LEFT).toUri()), true);
      }
    } finally {
      kdc.stop();
    }
  }

  private static void write(Configuration settings, Path directory) throws IOException {
    // Each of them comes before the defaults of its own part alone.
    for (String part : List.of("core", "hdfs", "yarn")) {
      try (OutputStream file = Files.newOutputStream(directory.resolve(part + "-site.xml"))) {
        settings.writeXml(file);
      }
    }
  }

  private static Configuration settings(Path directory, String realm, String keytab) {
    Configuration settings = new Configuration(false);
    settings.set("hadoop.security.authentication", "kerberos");
    for (String daemon :
        List.of(
            "dfs.namenode.kerberos",
            "dfs.datanode.kerberos",
            "yarn.resourcemanager",
            "yarn.nodemanager")) {
      settings.set(daemon + ".principal", "hadoop/localhost@" + realm);
    }
    settings.set("dfs.web.authentication.kerberos.principal", "HTTP/localhost@" + realm);
    for (String key :
        List.of(
            "dfs.namenode.keytab.file",
            "dfs.datanode.keytab.file",
            "dfs.web.authentication.kerberos.keytab",
            "yarn.resourcemanager.keytab",
            "yarn.nodemanager.keytab")) {
      settings.set(key, keytab);
    }
    settings.setBoolean("dfs.block.access.token.enable", true);
    settings.set("dfs.data.transfer.protection", "authentication");
    // Else data nodes want ports below 1024, or HTTPS.
    settings.setBoolean("ignore.secure.ports.for.testing", true);
    settings.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.resolve("blocks").toString());
    settings.set("dfs.namenode.audit.loggers", AuditFile.class.getName());
    settings.set(AuditFile.KEY, directory.resolve(AUDIT).toString());
    return settings;
  }
}

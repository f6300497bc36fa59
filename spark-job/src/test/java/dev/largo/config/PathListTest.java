package dev.largo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PathListTest {
  @Test
  void commasBetweenBracesSeparateNothing() {
    assertEquals(
        List.of("/a/{x,y}-{0..3}.tar", "hdfs://n/b.tar", ""),
        PathList.split("/a/{x,y}-{0..3}.tar , hdfs://n/b.tar,"));
  }

  @Test
  void eachPathOfAListIsMadeAbsolute() {
    DataConfig config =
        ConfigLoaderTest.load(
                "data={format=shards,train=\"a/t-{0..2}.tar,b.tar\",validation=\"v\"}")
            .withInputPaths(path -> "/here/" + path)
            .data();

    assertEquals("/here/a/t-{0..2}.tar,/here/b.tar", config.train());
    assertEquals("/here/v", config.validation());
  }

  @Test
  void aFolderWithACommaInItsNameStaysOne() {
    DataConfig config =
        ConfigLoaderTest.load("data={format=image-folder,train=\"a,b\",validation=v}")
            .withInputPaths(path -> "/here/" + path)
            .data();

    assertEquals("/here/a,b", config.train());
  }

  @Test
  void teachersAreMadeAbsoluteToo() {
    DistillConfig distill =
        ConfigLoaderTest.load("distill.teachers=[runs/a,b.zip]")
            .withInputPaths(path -> "/here/" + path)
            .distill();

    assertEquals(new DistillConfig(List.of("/here/runs/a", "/here/b.zip"), 2, 0.9), distill);
  }
}

package dev.largo.config;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import dev.largo.optim.NonFinitePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigRendererTest {
  private static LargoConfig unusual() {
    return ConfigLoaderTest.load(
        "name=b-2",
        "seed=-9223372036854775808",
        "runs=\"s3a://bucket/a \\\"b\\\" #c\"",
        "data={format=image-folder,train=\"hdfs://n:1/t\",validation=v,image-size=96}",
        "data.normalize={mean=[1.5,2,3],std=[4,5,6.25]}",
        "data.augment={crop-padding=4,flip=true}",
        "data.cache={memory=\"1.5 GiB\",disk=\"20 GB\"}",
        "data.synthetic={directory=d,train-samples=10,validation-samples=11,image-size=16,seed=5}",
        "model={name=null,file=net.zip}",
        "distill={teachers=[\"runs/a b\",\"hdfs://n:1/t.zip\"],temperature=4.5,weight=0.25}",
        "batch={global=96,micro=16}",
        "workers=3",
        "optimizer={name=lars-optax,momentum=0.5,weight-decay=3e-5,trust-coefficient=1e-9}",
        "optimizer={epsilon=1e-8,exclude=[weight]}",
        "optimizer.lookahead={steps=5,alpha=0.25,start=first-synchronization}",
        "schedule={base-lr=0.3,base-batch=128,scaling=none,warmup={kind=constant,epochs=1.5,from=0.01}}",
        "schedule.decay={kind=plateau,factor=0.2,patience=3,threshold=0.02,cooldown=4,end-lr=1e-5}",
        "epochs=9",
        "averaging.swa={enabled=true,start-epoch=3.25,every=\"7 steps\",rate=cyclical}",
        "averaging.swa={lr=0.1,max-lr=0.2,batch-norm-samples=500}",
        "averaging.ema={enabled=true,decay=[0.9,0.99],every=\"2 steps\",batch-norm-samples=501}",
        "averaging.polyak={enabled=true,every=\"3 steps\",batch-norm-samples=502}",
        "averaging.last-k={enabled=true,k=3,every=\"0.5 epochs\",batch-norm-samples=502}",
        "averaging.swap={enabled=true,until-accuracy=0.9,replicas=3,epochs=2,batch=32,lr=0.05}",
        "averaging.swap={end-lr=1e-3,batch-norm-samples=503}",
        "engine.threads=2",
        "evaluation.every=0.5 epochs",
        "checkpoint={every=\"3 steps\",keep=2}",
        "metrics.layers-every=2 epochs",
        "metrics.histograms-every=null",
        "metrics.tensorboard=false",
        "metrics.mlflow={uri=\"https://host/mlflow/\",experiment=\"a b\"}");
  }

  private static LargoConfig reload(LargoConfig config) {
    return ConfigLoader.load("config.conf", ConfigLoader.render(config), List.of());
  }

  @Test
  void loadedAgainItIsEqual() {
    assertEquals(unusual(), reload(unusual()));
    assertEquals(ConfigLoaderTest.load(), reload(ConfigLoaderTest.load()));
  }

  @Test
  void modeOfAggregationIsWritten() {
    LargoConfig config = ConfigLoaderTest.load("aggregation={mode=driver,wire=fp16}");
    LargoConfig apart =
        ConfigLoaderTest.load(
            "aggregation={mode=parameter-averaging,models=4,every=\"0.5 epochs\"}");

    assertEquals(config, reload(config));
    assertEquals(apart, reload(apart));
  }

  @Test
  void clippingAndPolicyAreWritten() {
    LargoConfig config =
        ConfigLoaderTest.load(
            "optimizer={name=adamw,max-gradient-norm=2,max-layer-gradient-norm=0.5,non-finite=skip}",
            "optimizer.adaptive-clip={factor=0.02,epsilon=0.01,except-layers=[\"fc 1\",out]}");

    assertEquals(Set.of("fc 1", "out"), config.optimizer().unclipped());
    assertEquals(NonFinitePolicy.SKIP, config.optimizer().nonFinite());
    assertEquals(config, reload(config));
  }

  @Test
  void aScheduledAverageHasNoRatesOfItsOwn() {
    LargoConfig config = ConfigLoaderTest.load("averaging.swa.enabled=true");

    assertEquals(config, reload(config));
  }

  /** Some value that is not the default for each key that a kind of decay uses. */
  private static LargoConfig decaying(DecayConfig.Kind kind) {
    Map<String, String> values =
        Map.ofEntries(
            entry(DecayConfig.POWER, "1.5"),
            entry(DecayConfig.END_LR, "1e-5"),
            entry(DecayConfig.MILESTONES, "[6, 7.5]"),
            entry(DecayConfig.RATES, "[0.3, 0.2]"),
            entry(DecayConfig.FACTOR, "0.2"),
            entry(DecayConfig.EVERY, "11 steps"),
            entry(DecayConfig.SLOPE, "0.7"),
            entry(DecayConfig.WEIGHT_DECAY, "1e-3"),
            entry(DecayConfig.PATIENCE, "3"),
            entry(DecayConfig.THRESHOLD, "0.02"),
            entry(DecayConfig.COOLDOWN, "2"));
    List<String> overrides =
        new ArrayList<>(
            List.of(
                "schedule.decay.kind=" + ChoiceNames.name(kind),
                "optimizer={name=sgd,weight-decay=0}",
                "averaging.swa.enabled=true"));
    DecayConfig.KEYS.stream()
        .filter(kind::uses)
        .forEach(key -> overrides.add("schedule.decay." + key + "=" + values.get(key)));
    return ConfigLoaderTest.load(overrides.toArray(String[]::new));
  }

  @ParameterizedTest
  @EnumSource(DecayConfig.Kind.class)
  void everyDecayIsWrittenWithTheKeysThatItUses(DecayConfig.Kind kind) {
    LargoConfig config = decaying(kind);

    assertEquals(config, reload(config));
    assertEquals(
        DecayConfig.KEYS.stream().filter(kind::uses).collect(Collectors.toSet()),
        DecayConfig.KEYS.stream()
            .filter(
                key ->
                    ConfigFactory.parseString(ConfigLoader.render(config))
                        .hasPath("largo.schedule.decay." + key))
            .collect(Collectors.toSet()));
  }

  /** But for the keys that the decay does not use, and those of many runs. */
  @Test
  void everyKeyOfTheReferenceIsWritten() {
    Config rendered = ConfigFactory.parseString(ConfigLoader.render(unusual()));

    Set<String> missing = new TreeSet<>();
    leaves(ConfigLoader.reference()).stream()
        .filter(key -> !rendered.hasPathOrNull(key))
        .filter(key -> ConfigTemplate.PLANS.stream().noneMatch(p -> key.startsWith("largo." + p)))
        .forEach(missing::add);

    assertEquals(
        DecayConfig.KEYS.stream()
            .filter(key -> !DecayConfig.Kind.PLATEAU.uses(key))
            .map("largo.schedule.decay."::concat)
            .collect(Collectors.toSet()),
        missing);
  }

  private static Set<String> leaves(Config config) {
    Set<String> leaves = new TreeSet<>();
    collect("", config.root(), leaves);
    return leaves;
  }

  private static void collect(String prefix, ConfigObject object, Set<String> leaves) {
    object.forEach(
        (name, value) -> {
          if (value instanceof ConfigObject group) {
            collect(prefix + name + ".", group, leaves);
          } else {
            leaves.add(prefix + name);
          }
        });
  }
}

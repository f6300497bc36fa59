package dev.largo.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One wrong value at a time over a right configuration. */
class ConfigRangesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name=a/b | name = a/b: must be letters",
        "name=.. | name = ..: must be letters",
        "seed=1.5 | seed = 1.5: must be a whole number of 64 bits",
        "seed=9223372036854775808 | seed = 9223372036854775808: must be a whole number of 64 bits",
        "runs=null | runs: missing; give the directory of run directories",
        "data.format=tfrecord | data.format = tfrecord: must be one of image-folder, shards",
        "data.cache.memory=512 | data.cache.memory = 512: must be a size with its unit",
        "data.cache.memory=lots | data.cache.memory = lots: must be a size with its unit",
        "data.cache.disk=-1 GiB | data.cache.disk = -1 GiB: must be a size with its unit",
        "data.train=x | data.train = x: must not be set: format = synthetic",
        "data.image-size=7 | data.image-size = 7: must be a whole number from 8 to 4096",
        "data.image-size=big | data.image-size = big: must be a whole number from 8 to 4096",
        "data.normalize.mean=0.5 | data.normalize.mean = 0.5: must be a list of numbers",
        "data.normalize.mean=[300] | data.normalize.mean = [300]: every element must be a number",
        "data.normalize.std=[0] | data.normalize.std = [0]: every element must be a number above 0",
        "data.normalize.mean=[1] | data.normalize.std = []: has length 0",
        "data.normalize={mean=[1,2],std=[3,4]} | data.normalize.mean = [1,2]: must have one",
        "data.resize-shorter=64 | data.resize-shorter = 64: is for images that are cut",
        "data.shuffle=some | data.shuffle = some: must be one of full, buffered, none",
        "data.on-bad-sample=maybe | data.on-bad-sample = maybe: must be fail or skip",
        "data.augment.random-resized-crop={enabled=true,area=[1,0.5]} | data.augment.random-resized-crop.area = [1,0.5]: must be two numbers",
        "data.augment.label-smoothing=1 | data.augment.label-smoothing = 1: must be a number",
        "data.augment.crop-padding=-1 | data.augment.crop-padding = -1: must be a whole number",
        "data.augment.flip=maybe | data.augment.flip = maybe: must be true or false",
        "data.synthetic.train-samples=9 | data.synthetic.train-samples = 9: must be",
        "data.synthetic.image-size=2000 | data.synthetic.image-size = 2000: must be",
        "model.name=null | model.name: missing, and so is model.file",
        "model.file=a.zip | model.name = lenet: set beside model.file",
        "batch.global=0 | batch.global = 0: must be a whole number from 1 to 16777216",
        "batch.micro=1e9 | batch.micro = 1000000000: must be a whole number from 1 to 65536",
        "batch.global=16 | batch.global = 16: not a multiple of batch.micro = 32; use 32",
        "workers=0 | workers = 0: must be a whole number from 1 to 4096",
        "workers=many | workers = many: must be a whole number",
        "workers=9 | workers = 9: a step has only 8 micro-batches to share; use 1 to 8",
        "optimizer.name=adan | optimizer.name = adan: unknown; did you mean adam? Must be one of sgd",
        "optimizer.beta1=0.9 | optimizer.beta1 = 0.9: not used by optimizer.name = lars; remove it",
        "optimizer.max-gradient-norm=1 | optimizer.max-gradient-norm = 1: not used by optimizer.name",
        "optimizer.max-layer-gradient-norm=1 | optimizer.max-layer-gradient-norm = 1: not used by optimizer",
        "optimizer.adaptive-clip.factor=0.1 | optimizer.adaptive-clip.factor = 0.1: not used by optimizer",
        "optimizer.adaptive-clip.except-layers=[a] | optimizer.adaptive-clip.except-layers = [a]: has no",
        "optimizer={name=sgd,max-layer-gradient-norm=0} | optimizer.max-layer-gradient-norm = 0: must be",
        "optimizer={name=sgd,adaptive-clip.factor=0} | optimizer.adaptive-clip.factor = 0: must be a number",
        "optimizer={name=sgd,adaptive-clip.epsilon=1} | optimizer.adaptive-clip.epsilon = 1: has no effect",
        "optimizer.non-finite=ignore | optimizer.non-finite = ignore: must be one of fail, skip",
        "optimizer.transition.slope=printed | optimizer.transition.slope = printed: not used by",
        "optimizer={name=sgd,momentum=0.9} | optimizer.momentum = 0.9: not used by optimizer.name = sgd",
        "optimizer={name=adam,epsilon=0} | optimizer.epsilon = 0: must be a number above 0",
        "optimizer={name=adam,beta2=1} | optimizer.beta2 = 1: must be a number of at least 0 and below",
        "optimizer={name=lamb,phi-min=2,phi-max=1} | optimizer.phi-min = 2: must be at most",
        "optimizer={name=lamb,bias-correction=true} | optimizer.bias-correction = true: must be one",
        "optimizer={name=radam,rectify-above=3} | optimizer.rectify-above = 3: must be a number of at",
        "optimizer={name=radam,unrectified=sgd} | optimizer.unrectified = sgd: must be one of momentum",
        "optimizer.lookahead.steps=1.5 | optimizer.lookahead.steps = 1.5: must be a whole number from 1",
        "optimizer.lookahead={steps=5,alpha=2} | optimizer.lookahead.alpha = 2: must be a number above",
        "optimizer.lookahead.alpha=0.5 | optimizer.lookahead.alpha = 0.5: has no effect without",
        "optimizer.momentum=1 | optimizer.momentum = 1: must be a number of at least 0 and below 1",
        "optimizer.momentum=NaN | optimizer.momentum = NaN: must be a number",
        "optimizer.weight-decay=-1 | optimizer.weight-decay = -1: must be a number of at least 0",
        "optimizer.trust-coefficient=0 | optimizer.trust-coefficient = 0: must be a number above 0",
        "optimizer.epsilon=1e999 | optimizer.epsilon = Infinity: must be a number of at least 0",
        "optimizer.exclude=[biases] | optimizer.exclude = [biases]: every element must be one of",
        "optimizer.exclude=[running-statistic] | optimizer.exclude = [running-statistic]: every",
        "optimizer.exclude=bias | optimizer.exclude = bias: must be a list of roles",
        "schedule.base-lr=0 | schedule.base-lr = 0: must be a number above 0",
        "schedule.scaling=cubic | schedule.scaling = cubic: must be one of linear, sqrt, none",
        "schedule.warmup.epochs=31 | schedule.warmup.epochs = 31: longer than the run, epochs = 30",
        "schedule.decay.kind=step | schedule.decay.milestones = []: empty;",
        "schedule.decay={kind=step,milestones=[8,7]} | schedule.decay.milestones = [8,7]: not ascending",
        "schedule.decay={kind=step,milestones=[5]} | schedule.decay.milestones = [5]: within the warm-up",
        "schedule.decay={kind=step,milestones=[7,7]} | schedule.decay.milestones = [7,7]: not ascending",
        "schedule.decay={kind=exponential,factor=1.1} | schedule.decay.factor = 1.1: must be a number above 0 and at most 1",
        "schedule.warmup.kind=slow | schedule.warmup.kind = slow: must be one of gradual, constant",
        "schedule.decay.kind=cubic | schedule.decay.kind = cubic: must be one of constant, polynomial",
        "schedule.decay.factor=0.5 | schedule.decay.factor = 0.5: not used by schedule.decay.kind = polynomial; remove it",
        "schedule.decay={kind=constant,end-lr=0} | schedule.decay.end-lr = 0: not used by schedule.decay.kind = constant",
        "schedule.decay={kind=staircase,every=3} | schedule.decay.every = 3: must be an interval",
        "schedule.decay={kind=inverse-time,slope=-1} | schedule.decay.slope = -1: must be a number of at least 0",
        "schedule.decay={kind=plateau,patience=0.5} | schedule.decay.patience = 0.5: must be a whole number from 0",
        "schedule.decay={kind=plateau,threshold=1} | schedule.decay.threshold = 1: must be a number of at least 0",
        "schedule.decay={kind=plateau,cooldown=-1} | schedule.decay.cooldown = -1: must be a whole number from 0",
        "schedule.decay={kind=plateau,factor=1} | schedule.decay.factor = 1: changes nothing",
        "schedule={decay.kind=inverse-square-root,warmup.epochs=0} | schedule.warmup.epochs = 0: no",
        "schedule.decay.kind=exponential-growth | schedule.decay.kind = exponential-growth: holds for",
        "schedule.decay={kind=swa-tail,end-lr=0.1} | schedule.decay.kind = swa-tail: needs averaging.swa",
        "schedule.decay={kind=piecewise,milestones=[9]} | schedule.decay.rates = []: has length 0",
        "schedule.decay={kind=piecewise,milestones=[9],rates=[-1]} | schedule.decay.rates = [-1]: every",
        "schedule.decay.kind=piecewise | schedule.decay.milestones = []: empty;",
        "epochs=1.5 | epochs = 1.5: must be a whole number from 1 to 100000",
        "averaging.ema.decay=1 | averaging.ema.decay = 1: must be a number of at least 0 and below 1",
        "averaging.ema.decay=[] | averaging.ema.decay = []: must be a number of at least 0 and below 1, or a list of different ones",
        "averaging.ema.decay=[0.9,0.9] | averaging.ema.decay = [0.9,0.9]: must be a number of at least 0 and below 1, or a list of different ones",
        "averaging.ema.decay=[0.9,1] | averaging.ema.decay = [0.9,1]: every element must be a number of at least 0 and below 1",
        "averaging.polyak.every=often | averaging.polyak.every = often: must be an interval",
        "averaging.ema.every=often | averaging.ema.every = often: must be an interval",
        "averaging.last-k.k=0 | averaging.last-k.k = 0: must be a whole number from 1 to 1000",
        "averaging.last-k.batch-norm-samples=-1 | averaging.last-k.batch-norm-samples = -1: must",
        "averaging.swa.rate=fast | averaging.swa.rate = fast: must be one of schedule, constant",
        "averaging.swa={enabled=true,start-epoch=30} | averaging.swa.start-epoch = 30: starts after",
        "averaging.swa={enabled=true,rate=constant} | averaging.swa.lr: missing;",
        "averaging.swa={enabled=true,rate=cyclical,lr=1} | averaging.swa.max-lr: missing;",
        "averaging.swa={enabled=true,rate=cyclical,lr=1,max-lr=1} | averaging.swa.max-lr = 1: must",
        "averaging.swap.until-accuracy=0 | averaging.swap.until-accuracy = 0: must be a number above 0",
        "averaging.swap.replicas=1 | averaging.swap.replicas = 1: the average of one replica is that",
        "averaging.swap.epochs=0 | averaging.swap.epochs = 0: must be a whole number from 1 to 100000",
        "averaging.swap.end-lr=-1 | averaging.swap.end-lr = -1: must be a number of at least 0",
        "averaging.swap.enabled=true | averaging.swap.lr: missing; SWAP needs the learning rate",
        "averaging.swap={enabled=true,lr=0,batch=100} | averaging.swap.batch = 100: not a multiple of",
        "averaging.swa.every=1 day | averaging.swa.every = 1 day: must be an interval",
        "aggregation.mode=parameter-averaging | aggregation.models: missing",
        "aggregation.models=2 | aggregation.models = 2: is for aggregation.mode = parameter-averaging",
        "aggregation.models=1 | aggregation.models = 1: must be a whole number from 2 to 4096",
        "aggregation.mode=none | aggregation.mode = none: must be one of all-reduce, driver",
        "aggregation.wire=bf16 | aggregation.wire = bf16: must be one of fp32, fp16",
        "recovery.retries=-1 | recovery.retries = -1: must be a whole number from 0 to 1000",
        "recovery.heartbeat-timeout=30 | recovery.heartbeat-timeout = 30: must be a time with its unit,"
            + " such as \"30 s\" or \"5 minutes\", from 2 s to 86400 s",
        "recovery.heartbeat-timeout=1 s | recovery.heartbeat-timeout = 1 s: must be a time",
        "recovery.replacement-wait=soon | recovery.replacement-wait = soon: must be a time",
        "engine.precision=fp16 | engine.precision = fp16: is not computed natively on this processor;"
            + " set engine.emulate = true to study its rounding, slower than fp32",
        "engine.precision=fp64 | engine.precision = fp64: must be one of fp32, bf16, fp16",
        "engine.emulate=true | engine.emulate = true: has a meaning with engine.precision = bf16 or"
            + " fp16 alone",
        "schedule.warmup.error=0 | schedule.warmup.error = 0: must be a number above 0 and at most 1",
        "schedule.warmup.kind=none | schedule.warmup.kind = none: must be one of gradual, constant,",
        "engine.kind=mkl | engine.kind = mkl: must be one of auto, onednn, dl4j",
        "engine.loss-scale.initial=0 | engine.loss-scale.initial = 0: must be a number from 1 to"
            + " 16777216",
        "engine.loss-scale.back-off=1 | engine.loss-scale.back-off = 1: must be a number above 0 and"
            + " below 1",
        "engine.loss-scale.growth=1 | engine.loss-scale.growth = 1: must be a number above 1 and at"
            + " most 1024",
        "engine.threads=0 | engine.threads = 0: must be a whole number from 1 to 256",
        "evaluation.every=0 epochs | evaluation.every = 0 epochs: must be an interval above 0",
        "evaluation.every=0.5 steps | evaluation.every = 0.5 steps: must be an interval above 0",
        "evaluation.every=[1] | evaluation.every = [1]: must be an interval above 0",
        "checkpoint.keep=0 | checkpoint.keep = 0: must be a whole number from 1 to 100000",
        "metrics.layers-every=10 | metrics.layers-every = 10: must be an interval above 0",
        "metrics.histograms-every=0 steps | metrics.histograms-every = 0 steps: must be an interval"
            + " above 0",
        "metrics.mlflow.uri=localhost:5000 | metrics.mlflow.uri = localhost:5000: must be an address",
        "metrics.mlflow.uri=file:///tmp/mlruns | metrics.mlflow.uri = file:///tmp/mlruns: must be an",
        "metrics.mlflow.uri=http://me:hush@host:5000 | metrics.mlflow.uri: must not hold a name or",
        "metrics.mlflow.uri=http://me:hush@my_host:5000 | metrics.mlflow.uri: must not hold a name",
        "metrics.mlflow.uri=http://me:p@ss@host | metrics.mlflow.uri: must not hold a name or",
        "metrics.mlflow.uri=http://me:p%ss@host | metrics.mlflow.uri: must not hold a name or",
        "metrics.mlflow.uri=http://me:p/ss@host | metrics.mlflow.uri: must not hold a name or",
        "metrics.mlflow.uri=http://host?token=hush | metrics.mlflow.uri: must not hold ? or",
        "metrics.mlflow.uri=http://host/%zz?token=hush | metrics.mlflow.uri: must not hold ? or",
        "metrics.mlflow.uri='http://host/#/experiments' | metrics.mlflow.uri: must not hold ? or",
        "metrics.mlflow.experiment=null | metrics.mlflow.experiment: missing; give the name of"
      })
  void oneWrongValueIsOneLine(String override, String start) {
    List<String> problems = ConfigLoaderTest.problems(ConfigLoaderTest.MINIMAL, override);

    assertEquals(1, problems.size(), problems.toString());
    String line = problems.get(0);
    assertTrue(line.replaceFirst("^(command line|a.conf:4): ", "").startsWith(start), line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exponential-growth | optimizer.name=sgd | schedule.decay.kind = exponential-growth: stands in",
        "swa-tail | averaging.swa.enabled=true | schedule.decay.end-lr = 0: must be above 0",
        "swa-tail | averaging.swa={enabled=true,start-epoch=3} | averaging.swa.start-epoch = 3: within"
      })
  void decayMustFitTheRest(String kind, String with, String start) {
    List<String> problems =
        ConfigLoaderTest.problems(ConfigLoaderTest.MINIMAL, "schedule.decay.kind=" + kind, with);

    assertEquals(1, problems.size(), problems.toString());
    String line = problems.get(0);
    assertTrue(line.replaceFirst("^command line: ", "").startsWith(start), line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batch={global=96,micro=16} | aggregation.models = 4: does not divide the 6 micro-batches",
        "workers=5 | workers = 5: there are only 4 aggregation.models; use 1 to 4",
        "aggregation.wire=fp16 | aggregation.wire = fp16: models are averaged as they are",
        "optimizer.non-finite=skip | optimizer.non-finite = skip: models that train apart cannot",
        "schedule.warmup.kind=until-error | schedule.warmup.kind = until-error: models that train",
        "averaging.swap={enabled=true,lr=0.1} | aggregation.mode = parameter-averaging: workers cannot",
        "engine={precision=bf16,emulate=true} | engine.precision = bf16: models that train apart"
      })
  void whatModelsThatTrainApartCannotDoIsOneLine(String override, String start) {
    List<String> problems =
        ConfigLoaderTest.problems(
            ConfigLoaderTest.MINIMAL, "aggregation={mode=parameter-averaging,models=4}", override);

    assertEquals(1, problems.size(), problems.toString());
    String line = problems.get(0);
    assertTrue(line.replaceFirst("^command line: ", "").startsWith(start), line);
  }

  @Test
  void replicasNeedWorkersThatTrainByThemselves() {
    List<String> problems =
        ConfigLoaderTest.problems(
            ConfigLoaderTest.MINIMAL,
            "averaging.swap={enabled=true,lr=0.1}",
            "aggregation.mode=driver");

    assertEquals(
        List.of(
            "command line: aggregation.mode = driver: workers cannot refine replicas of"
                + " averaging.swap by themselves; use all-reduce"),
        problems);
  }

  @ParameterizedTest
  @CsvSource({
    "data.format=shards, data.train: missing; format = shards needs a path or URI",
    "data.format=sequence-file, data.train: missing; format = sequence-file needs a path or URI",
    "data.format=parquet, data.train: missing; format = parquet needs a path or URI",
    "data.format=idx, data.train: missing; format = idx needs a path or URI",
    "data.format=cifar-binary, data.train: missing; format = cifar-binary needs a path or URI"
  })
  void dataSetsOfAUserNeedBothParts(String override, String line) {
    List<String> problems = ConfigLoaderTest.problems(ConfigLoaderTest.MINIMAL, override);

    assertEquals(List.of(line, line.replace("data.train", "data.validation")), problems);
  }

  @ParameterizedTest
  @ValueSource(strings = {"idx", "cifar-binary"})
  void imagesOfFixedSizeAreNotScaled(String format) {
    List<String> problems =
        ConfigLoaderTest.problems(
            ConfigLoaderTest.MINIMAL,
            "data={format=" + format + ",train=t,validation=v,image-size=32}");

    assertEquals(
        List.of(
            "command line: data.image-size = 32: images of format = "
                + format
                + " are not scaled; remove it"),
        problems);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seed=-9223372036854775808",
        "batch.global=1e3,batch.micro=1000",
        "workers=8",
        "optimizer.momentum=0",
        "schedule.warmup.epochs=30",
        "schedule.warmup.epochs=0",
        "schedule.decay={kind=step\nmilestones=[6]\nfactor=1}",
        "schedule.decay={kind=plateau\npatience=0\nthreshold=0\nfactor=0.5}",
        "schedule.decay={kind=piecewise\nmilestones=[5.5]\nrates=[0]}",
        "schedule.decay.power=null,schedule.decay.kind=constant",
        "schedule.decay={kind=step\nmilestones=[5.5\n60]}",
        "averaging.swa={enabled=true\nstart-epoch=29.5}",
        "averaging.swa={enabled=false\nrate=constant}",
        "averaging.swa={enabled=true\nrate=cyclical\nlr=0.1\nmax-lr=0.2}",
        "averaging.swap={enabled=true\nlr=0\nuntil-accuracy=1\nreplicas=2}",
        "averaging={ema={enabled=true\ndecay=0}\nlast-k={enabled=true\nk=1}}",
        "checkpoint.every=0.25 epochs",
        "metrics.layers-every=1 step",
        "metrics.histograms-every=1 step",
        "metrics.histograms-every=null",
        "data.normalize={mean=[0]\nstd=[255]}"
      })
  void theEdgesOfTheRangesAreAllowed(String overrides) {
    assertDoesNotThrow(() -> ConfigLoaderTest.load(overrides.split(",")));
  }
}

package io.tollgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How the bench runs, from {@code run.sh}.
 *
 * @param seconds length of one measured run ({@code SECONDS_PER_RUN})
 * @param warmUp seconds of load before the first measured run, discarded ({@code WARM_UP_SECONDS})
 * @param rounds how often ours, limit, ours is repeated ({@code ROUNDS})
 * @param sources {@code src/ops/bench}
 * @param directory where logs, generated requests and the result go
 * @param jar the packaged product
 * @param jvmArguments the flags of production, from the pom
 * @param profile whether the product is recorded with JDK Flight Recorder ({@code PROFILE=true}), which costs a little itself
 */
record Settings(
        int seconds,
        int warmUp,
        int rounds,
        Path sources,
        Path directory,
        Path json,
        Path jar,
        List<String> jvmArguments,
        boolean profile,
        int cores) {

    static Settings from(Map<String, String> environment) {
        Path directory = Path.of(environment.getOrDefault("BENCH_DIRECTORY", "target/bench"));
        return new Settings(
                number(environment, "SECONDS_PER_RUN", 15),
                number(environment, "WARM_UP_SECONDS", 20),
                number(environment, "ROUNDS", 1),
                Path.of(environment.getOrDefault("BENCH_SOURCES", "src/ops/bench")),
                directory,
                Path.of(environment.getOrDefault("BENCH_JSON", directory + "/result.json")),
                Path.of(environment.getOrDefault("BENCH_JAR", "target/tollgate.jar")),
                List.of(environment
                        .getOrDefault("BENCH_JVM_ARGUMENTS", "")
                        .trim()
                        .split("\\s+")),
                "true".equals(environment.get("PROFILE")),
                Runtime.getRuntime().availableProcessors());
    }

    /** The text of a file of {@code src/ops/bench}. */
    String source(String name) throws IOException {
        return Files.readString(sources.resolve(name));
    }

    private static int number(Map<String, String> environment, String variable, int otherwise) {
        return Integer.parseInt(environment.getOrDefault(variable, Integer.toString(otherwise)));
    }
}

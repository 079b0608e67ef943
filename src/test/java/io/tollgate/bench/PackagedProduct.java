package io.tollgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged jar, and the forms in which production runs it. */
final class PackagedProduct {

    private final Settings settings;
    private final Path extracted;
    private final Path cache;

    PackagedProduct(Settings settings) {
        this.settings = settings;
        this.extracted = settings.directory().resolve("app");
        this.cache = extracted.resolve("app.aot");
    }

    /** Heap and event loops as the bench fixes them. */
    List<String> sizing() {
        return List.of("-Xmx1g", "-Dreactor.netty.ioWorkerCount=" + settings.cores());
    }

    /** The jar as it is. */
    List<String> plain() {
        return command(List.of(), settings.jar());
    }

    /** Unpacked and with an AOT cache (JEP 483, 514), as in the Dockerfile; recorded anew when the jar is newer. */
    List<String> withCache(Map<String, String> training) throws IOException, InterruptedException {
        Path jar = extracted.resolve(settings.jar().getFileName());
        if (!Files.exists(cache)
                || Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(settings.jar())) < 0) {
            record(jar, training);
        }
        return command(List.of("-XX:AOTCache=" + cache), jar);
    }

    private void record(Path jar, Map<String, String> training) throws IOException, InterruptedException {
        Progress.say("unpacking the jar and recording its AOT cache");
        Files.deleteIfExists(cache);
        Path log = settings.directory().resolve("aot.log");
        List<String> unpack = Child.java(
                List.of("-Djarmode=tools", "-jar", settings.jar().toString()),
                "extract",
                "--force",
                "--destination",
                extracted.toString());
        String _ = Child.output(unpack, Map.of(), log, 60);
        List<String> record = command(List.of("-XX:AOTCacheOutput=" + cache, "-Dspring.context.exit=onRefresh"), jar);
        String _ = Child.output(record, training, log, 120);
        if (!Files.exists(cache)) {
            throw new IllegalStateException("No AOT cache was recorded: " + log);
        }
    }

    private List<String> command(List<String> first, Path jar) {
        List<String> options = new ArrayList<>(first);
        options.addAll(settings.jvmArguments());
        options.addAll(sizing());
        options.addAll(List.of("-jar", jar.toString()));
        return Child.java(options);
    }
}

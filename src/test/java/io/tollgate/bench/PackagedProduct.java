package io.tollgate.bench;

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

    /**
     * Unpacked and with an AOT cache (JEP 483, 514, 515) recorded over the same rehearsal as the image's; anew when the jar is
     * newer.
     */
    List<String> withCache(Rehearsal rehearsal) throws Exception {
        Path jar = extracted.resolve(settings.jar().getFileName());
        if (!Files.exists(cache)
                || Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(settings.jar())) < 0) {
            record(jar, rehearsal);
        }
        return command(List.of("-XX:AOTCache=" + cache), jar);
    }

    private void record(Path jar, Rehearsal rehearsal) throws Exception {
        Progress.say("unpacking the jar and recording its AOT cache");
        Files.deleteIfExists(cache);
        List<String> unpack = Child.java(
                List.of("-Djarmode=tools", "-jar", settings.jar().toString()),
                "extract",
                "--force",
                "--destination",
                extracted.toString());
        String _ = Child.output(unpack, Map.of(), settings.directory().resolve("aot.log"), 60);
        rehearsal.play(command(List.of("-XX:AOTCacheOutput=" + cache), jar));
        if (!Files.exists(cache)) {
            throw new IllegalStateException("No AOT cache was recorded");
        }
    }

    /** Starts the product with this command, uses it and ends it. */
    interface Rehearsal {
        void play(List<String> command) throws Exception;
    }

    private List<String> command(List<String> first, Path jar) {
        List<String> options = new ArrayList<>(first);
        options.addAll(settings.jvmArguments());
        options.addAll(sizing());
        options.addAll(List.of("-jar", jar.toString()));
        return Child.java(options);
    }
}

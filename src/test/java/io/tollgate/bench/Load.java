package io.tollgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Offers an open load with {@link LoadGenerator} in a JVM of its own. */
record Load(Settings settings) {

    private static final int DRAIN_SECONDS = 30;

    Sample offer(String url, Path request, @Nullable Path lines, double rate, int connections, int warmUp, int seconds)
            throws IOException, InterruptedException {
        Path json = settings.directory().resolve("load.json");
        Files.deleteIfExists(json);
        List<String> command = new ArrayList<>(Child.java(
                List.of("-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path")),
                LoadGenerator.class.getName()));
        command.addAll(List.of("--url", url, "--request", request.toString(), "--rate", Double.toString(rate)));
        command.addAll(List.of("--connections", Integer.toString(connections), "--json", json.toString()));
        command.addAll(List.of("--warm-up", Integer.toString(warmUp), "--seconds", Integer.toString(seconds)));
        if (lines != null) {
            command.addAll(List.of("--lines", lines.toString()));
        }
        String _ = Child.output(
                command, Map.of(), settings.directory().resolve("load.log"), warmUp + seconds + DRAIN_SECONDS + 30);
        return Sample.of(Json.MAPPER.readValue(json, LoadReport.class));
    }
}

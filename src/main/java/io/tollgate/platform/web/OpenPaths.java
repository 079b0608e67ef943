package io.tollgate.platform.web;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Paths that need no token: some for reading, some whatever the method. Given as patterns of Spring's {@link PathPattern}. */
public final class OpenPaths {

    private final Patterns reads;
    private final Patterns all;

    public OpenPaths(List<String> reads, List<String> all) {
        this.reads = Patterns.of(reads);
        this.all = Patterns.of(all);
    }

    boolean cover(ServerHttpRequest request) {
        return cover(request.getMethod(), request.getPath().pathWithinApplication());
    }

    public boolean cover(HttpMethod method, PathContainer path) {
        return (method == HttpMethod.GET && reads.match(path)) || all.match(path);
    }

    /** @param literal those without a wildcard, found by one look-up */
    private record Patterns(Set<String> literal, List<PathPattern> wild) {

        static Patterns of(List<String> patterns) {
            List<PathPattern> parsed = patterns.stream()
                    .map(PathPatternParser.defaultInstance::parse)
                    .toList();
            return new Patterns(
                    parsed.stream()
                            .filter(pattern -> !pattern.hasPatternSyntax())
                            .map(PathPattern::getPatternString)
                            .collect(Collectors.toUnmodifiableSet()),
                    parsed.stream().filter(PathPattern::hasPatternSyntax).toList());
        }

        boolean match(PathContainer path) {
            return literal.contains(path.value()) || wild.stream().anyMatch(pattern -> pattern.matches(path));
        }
    }
}

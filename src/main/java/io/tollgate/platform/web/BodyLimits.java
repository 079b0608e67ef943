package io.tollgate.platform.web;

import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** How large the bodies of each route may be. */
@Component
class BodyLimits {

    private final int usual;
    private final Map<String, Integer> larger;

    BodyLimits(@Value("${spring.http.codecs.max-in-memory-size}") DataSize usual, ObjectProvider<LargeBody> larger) {
        this.usual = bytes(usual);
        this.larger = larger.stream().collect(Collectors.toMap(LargeBody::path, body -> bytes(body.most())));
    }

    /** In bytes. */
    int of(String path) {
        return larger.getOrDefault(path, usual);
    }

    private static int bytes(DataSize size) {
        return Math.toIntExact(size.toBytes());
    }
}

package io.tollgate.stripeemulator;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Status, headers and body text of an HTTP answer. */
record Answer(int status, Map<String, String> headers, String body) {
    static Answer json(int status, ObjectNode body) {
        return new Answer(status, Map.of("Content-Type", "application/json"), Json.pretty(body));
    }

    static Answer html(int status, String body) {
        return new Answer(status, Map.of("Content-Type", "text/html; charset=utf-8"), body);
    }

    static Answer seeOther(String location) {
        return new Answer(303, Map.of("Location", location), "");
    }

    Answer with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }
}

package io.tollgate.stripeemulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The table of API operations. */
final class Router {
    /** One operation: reads the call, changes the account, returns the body of a 200. */
    interface Action {
        ObjectNode run(Call call);
    }

    /** An operation found for a request. */
    record Match(Action action, Accepted accepted, Map<String, String> variables) {}

    private record Route(String method, List<String> parts, Accepted accepted, Action action) {}

    private final List<Route> routes = new ArrayList<>();

    Router get(String path, Accepted accepted, Action action) {
        return route("GET", path, accepted, action);
    }

    Router post(String path, Accepted accepted, Action action) {
        return route("POST", path, accepted, action);
    }

    Router delete(String path, Accepted accepted, Action action) {
        return route("DELETE", path, accepted, action);
    }

    private Router route(String method, String path, Accepted accepted, Action action) {
        routes.add(new Route(method, parts(path), accepted, action));
        return this;
    }

    @Nullable Match find(String method, String path) {
        var parts = parts(path);
        for (var route : routes) {
            var variables = route.method().equals(method) ? match(route.parts(), parts) : null;
            if (variables != null) {
                return new Match(route.action(), route.accepted(), variables);
            }
        }
        return null;
    }

    private static @Nullable Map<String, String> match(List<String> template, List<String> parts) {
        if (template.size() != parts.size()) {
            return null;
        }
        var variables = new HashMap<String, String>();
        for (int i = 0; i < parts.size(); i++) {
            var expected = template.get(i);
            if (expected.startsWith("{")) {
                variables.put(expected.substring(1, expected.length() - 1), parts.get(i));
            } else if (!expected.equals(parts.get(i))) {
                return null;
            }
        }
        return variables;
    }

    private static List<String> parts(String path) {
        return List.of(path.substring(1).split("/"));
    }
}

package io.tollgate.stripeemulator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The parameters a call knows, so that a misspelt one is refused as Stripe refuses it.
 *
 * @param names top-level names
 * @param nested names inside a top-level object (or inside each element, if it is a list)
 * @param notEmulated names Stripe knows and the emulator would have to ignore, so refuses
 */
record Accepted(Set<String> names, Map<String, Set<String>> nested, Set<String> notEmulated) {

    /** Blank-separated names; {@code expand} is known everywhere. */
    static Accepted of(String names) {
        return new Accepted(words("expand " + names), Map.of(), Set.of());
    }

    /** {@link #of} plus what every list takes. */
    static Accepted listOf(String names) {
        return of("limit starting_after ending_before " + names);
    }

    Accepted within(String name, String children) {
        var more = new HashMap<>(nested);
        more.put(name, words(children));
        return new Accepted(names, more, notEmulated);
    }

    Accepted butNot(String refused) {
        return new Accepted(names, nested, words(refused));
    }

    void check(Params params) {
        params.values().keySet().forEach(this::checkName);
        nested.forEach((name, known) -> checkChildren(params, name, known));
    }

    private void checkName(String name) {
        if (notEmulated.contains(name)) {
            throw StripeFailure.notEmulated(name);
        }
        if (!names.contains(name)) {
            throw StripeFailure.unknownParameter(name);
        }
    }

    private static void checkChildren(Params params, String name, Set<String> known) {
        if (!(params.values().get(name) instanceof Map<?, ?>)) {
            return;
        }
        var child = params.child(name);
        if (child.isList()) {
            params.children(name).forEach(element -> checkNames(element, known));
        } else {
            checkNames(child, known);
        }
    }

    private static void checkNames(Params object, Set<String> known) {
        object.values().keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw StripeFailure.unknownParameter(object.nameOf(name));
                });
    }

    private static Set<String> words(String text) {
        return new HashSet<>(Set.of(text.strip().split("\\s+")));
    }
}

package io.tollgate.billing.subscription;

import java.util.ArrayList;
import java.util.List;

/** All orders in which things can come. */
final class Permutations {

    private Permutations() {}

    static List<List<String>> of(List<String> types) {
        if (types.isEmpty()) {
            return List.of(List.of());
        }
        List<List<String>> all = new ArrayList<>();
        for (String first : types) {
            List<String> rest =
                    types.stream().filter(type -> !type.equals(first)).toList();
            for (List<String> tail : of(rest)) {
                List<String> order = new ArrayList<>(List.of(first));
                order.addAll(tail);
                all.add(order);
            }
        }
        return all;
    }
}

package io.tollgate.auth.mfa;

import java.util.List;
import java.util.stream.Stream;

/** The methods of a session ({@code amr}). */
public final class Methods {

    private Methods() {}

    /** Of a session for which this factor was shown beside what had been shown before. */
    public static List<String> together(List<String> before, SecondFactor factor) {
        return together(
                before,
                Stream.concat(factor.amr().stream(), Stream.of(Admission.MULTIPLE))
                        .toList());
    }

    public static List<String> together(List<String> before, List<String> more) {
        return Stream.concat(before.stream(), more.stream()).distinct().toList();
    }
}

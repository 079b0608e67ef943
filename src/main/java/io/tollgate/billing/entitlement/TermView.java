package io.tollgate.billing.entitlement;

import com.fasterxml.jackson.annotation.JsonRawValue;
import org.jspecify.annotations.Nullable;

/** What a version of a plan says about a feature, as administrators see it. Null is what its kind has no use for. */
record TermView(
        String feature,
        String name,
        String kind,
        @JsonRawValue @Nullable String value,
        @Nullable Long limit,
        @Nullable Boolean hardLimit,
        @Nullable String reset) {

    static TermView of(Term term) {
        Quota quota = term.quota();
        return new TermView(
                term.feature().key(),
                term.feature().name(),
                term.feature().kind().value(),
                term.value(),
                quota == null ? null : quota.limit(),
                quota == null ? null : quota.hard(),
                quota == null ? null : quota.reset().value());
    }
}

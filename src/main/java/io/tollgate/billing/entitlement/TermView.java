package io.tollgate.billing.entitlement;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a version of a plan says about a feature, as administrators see it. Null is what its kind has no use for. */
record TermView(
        @Schema(example = "api_calls") String feature,
        @Schema(example = "API calls") String name,

        @Schema(allowableValues = {"metered", "boolean", "static"})
        String kind,

        @JsonRawValue @Nullable String value,
        @Schema(example = "1000") @Nullable Long limit,
        @Nullable Boolean hardLimit,
        @Schema(example = "billing_period") @Nullable String reset) {

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

package io.tollgate.billing.entitlement;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.platform.web.ApiException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Body of {@code PUT /billing/plans/{id}/versions/{number}/features/{key}}. Nothing for a boolean feature, {@code value} for a
 * static one, the rest for a metered one.
 *
 * @param value a string, number or boolean
 * @param limit null or absent for without limit
 * @param hardLimit true unless said otherwise
 * @param reset when the count starts again; with the billing period unless said otherwise
 */
record TermRequest(
        @Schema(implementation = Object.class, example = "5") @Nullable JsonNode value,

        @Nullable @PositiveOrZero @Max(1_000_000_000_000_000L) Long limit,

        @Nullable Boolean hardLimit,

        @Nullable @Pattern(
                regexp = "billing_period|calendar_month|never",
                message = "Must be billing_period, calendar_month or never")
        String reset) {

    private static final int LONGEST = 1_000;

    /** @throws ApiException 422 for fields that do not go with the feature's kind */
    Term of(Feature feature) {
        return switch (feature.kind()) {
            case BOOLEAN -> {
                refuseValue(feature);
                refuseQuota(feature);
                yield new Term(feature, null, null);
            }
            case STATIC -> {
                refuseQuota(feature);
                yield new Term(feature, scalar(), null);
            }
            case METERED -> {
                refuseValue(feature);
                Quota.Reset when = reset == null ? Quota.Reset.BILLING_PERIOD : Quota.Reset.of(reset);
                yield new Term(feature, null, new Quota(limit, hardLimit == null || hardLimit, when));
            }
        };
    }

    private String scalar() {
        if (value == null || !(value.isString() || value.isNumber() || value.isBoolean())) {
            throw ApiException.invalid("value", "Must be a string, number or boolean");
        }
        if (!inRange(value)) {
            throw ApiException.invalid("value", "Out of range");
        }
        String json = value.toString();
        if (json.length() > LONGEST) {
            throw ApiException.invalid("value", "Must not be longer than " + LONGEST + " characters");
        }
        return json;
    }

    private static boolean inRange(JsonNode scalar) {
        if (scalar.isString()) {
            String text = scalar.stringValue();
            // PostgreSQL has no place for it, nor for half a character.
            return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
        }
        return !scalar.isNumber()
                || (scalar.isIntegralNumber()
                        ? scalar.canConvertToLong()
                        : Double.isFinite(scalar.decimalValue().doubleValue()));
    }

    private void refuseValue(Feature feature) {
        if (value != null && !value.isNull()) {
            throw ApiException.invalid(
                    "value", "Does not go with a " + feature.kind().value() + " feature");
        }
    }

    private void refuseQuota(Feature feature) {
        if (limit != null || hardLimit != null || reset != null) {
            String field = limit != null ? "limit" : hardLimit != null ? "hard_limit" : "reset";
            throw ApiException.invalid(
                    field, "Does not go with a " + feature.kind().value() + " feature");
        }
    }
}

package io.tollgate.billing.invoice;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.billing.plan.KnownCurrency;
import io.tollgate.platform.web.ApiException;
import io.tollgate.user.Change;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a customer changes of how they are billed: what is not sent stays, null clears. Body of {@code PATCH /billing/account}. */
record AccountPatch(
        @Schema(implementation = String.class, example = "EUR")
        Change currency,

        @Schema(implementation = String.class, nullable = true, example = "Europe/Berlin")
        Change timeZone,

        @Schema(implementation = String.class, nullable = true, example = "Ada Lovelace Ltd")
        Change name,

        @Schema(implementation = String.class, nullable = true, example = "12 St James's Square")
        Change line1,

        @Schema(implementation = String.class, nullable = true)
        Change line2,

        @Schema(implementation = String.class, nullable = true, example = "London")
        Change city,

        @Schema(implementation = String.class, nullable = true)
        Change region,

        @Schema(implementation = String.class, nullable = true, example = "SW1Y 4JH")
        Change postalCode,

        @Schema(implementation = String.class, nullable = true, example = "GB")
        Change country,

        @Schema(implementation = String.class, nullable = true, example = "GB123456789")
        Change taxId) {

    private static final int MAX_LINE = 100;
    private static final Pattern READABLE = Pattern.compile(Text.LINE);
    private static final Pattern TAX_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ./-]{0,29}");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    /** The patch itself, or 422 with a message per field. */
    AccountPatch checked() {
        Map<String, String> errors = new TreeMap<>();
        note(errors, "time_zone", zoneFault(timeZone.value()));
        note(errors, "name", lineFault(name.value()));
        note(errors, "line1", lineFault(line1.value()));
        note(errors, "line2", lineFault(line2.value()));
        note(errors, "city", lineFault(city.value()));
        note(errors, "region", lineFault(region.value()));
        note(errors, "postal_code", lineFault(postalCode.value()));
        note(errors, "country", countryFault(country.value()));
        note(errors, "tax_id", taxIdFault(taxId.value()));
        note(errors, "currency", currency.sent() ? currencyFault(currency.value()) : null);
        if (!errors.isEmpty()) {
            throw ApiException.invalid(errors);
        }
        return this;
    }

    /** The profile's fields that were sent, by column. */
    Map<String, @Nullable String> profile() {
        Map<String, @Nullable String> sent = new LinkedHashMap<>();
        put(sent, "name", name);
        put(sent, "line1", line1);
        put(sent, "line2", line2);
        put(sent, "city", city);
        put(sent, "region", region);
        put(sent, "postal_code", postalCode);
        put(sent, "country", country);
        put(sent, "tax_id", taxId);
        put(sent, "time_zone", timeZone);
        return sent;
    }

    private static void put(Map<String, @Nullable String> sent, String column, Change change) {
        if (change.sent()) {
            sent.put(column, change.value());
        }
    }

    private static void note(Map<String, String> errors, String field, @Nullable String fault) {
        if (fault != null) {
            errors.put(field, fault);
        }
    }

    private static @Nullable String lineFault(@Nullable String line) {
        return line == null
                        || line.codePointCount(0, line.length()) <= MAX_LINE
                                && READABLE.matcher(line).matches()
                ? null
                : "1 to " + MAX_LINE + " printable characters, or null";
    }

    private static @Nullable String zoneFault(@Nullable String zone) {
        return zone == null || ZoneId.getAvailableZoneIds().contains(zone)
                ? null
                : "Must be a time zone of the IANA database, such as Europe/Berlin";
    }

    private static @Nullable String currencyFault(@Nullable String code) {
        return code != null && KnownCurrency.Check.known(code)
                ? null
                : "Must be the ISO 4217 code of a currency that can be charged";
    }

    private static @Nullable String countryFault(@Nullable String country) {
        return country == null || COUNTRIES.contains(country) ? null : "Must be two letters of ISO 3166, such as DE";
    }

    private static @Nullable String taxIdFault(@Nullable String id) {
        return id == null || TAX_ID.matcher(id).matches()
                ? null
                : "1 to 30 letters, digits, spaces, dots, dashes or slashes";
    }
}

package io.tollgate.billing.invoice;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who sells or buys, as an invoice names them.
 *
 * @param country ISO 3166, two letters
 */
public record Party(
        @Nullable String name,
        @Nullable String email,
        @Nullable String line1,
        @Nullable String line2,
        @Nullable String city,
        @Nullable String region,
        @Nullable String postalCode,
        @Nullable String country,
        @Nullable String taxId) {

    static Party of(@Nullable String name, @Nullable String email, @Nullable String address) {
        return new Party(name, email, address, null, null, null, null, null, null);
    }

    /** One below the other, as on an envelope. */
    List<String> lines() {
        String place = Stream.of(postalCode, city, region)
                .filter(Objects::nonNull)
                .reduce((one, other) -> one + " " + other)
                .orElse(null);
        return Stream.of(name, line1, line2, place, country, email, taxId)
                .filter(Objects::nonNull)
                .filter(line -> !line.isBlank())
                .toList();
    }
}
